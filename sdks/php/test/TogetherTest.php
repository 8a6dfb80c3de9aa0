<?php

/** Several calls at a time, in a fiber and in a forked process, and what becomes of them when their client is closed. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Client;
use ConnectorService\Exceptions\NotSentException;
use ConnectorService\Exceptions\OutcomeUnknownException;
use ConnectorService\Payments\V1\PaymentStatus;
use ConnectorService\Test\Support\Serving;
use PHPUnit\Framework\TestCase;

final class TogetherTest extends TestCase
{
    public function testCallsAtATimeEndEachInItsOwnWay(): void
    {
        $client = Serving::client();
        $away = new Client('http://127.0.0.1:1', account: 'a', retries: 2);
        $started = \hrtime(true);
        $answers = $client->together([
            'paid' => fn () => Serving::pay($client),
            'not sent' => fn () => Serving::pay($away),
            'declined' => fn () => Serving::pay($client, '4000000000009995'),
            'not sent either' => fn () => Serving::pay($away),
        ]);
        self::assertSame(['paid', 'not sent', 'declined', 'not sent either'], \array_keys($answers));
        self::assertSame(PaymentStatus::CAPTURED, $answers['paid']->payment->status);
        self::assertSame(PaymentStatus::FAILED, $answers['declined']->payment->status);
        self::assertInstanceOf(NotSentException::class, $answers['not sent']);
        self::assertInstanceOf(NotSentException::class, $answers['not sent either']);
        // The pauses of the two, 300 to 600 ms each, passed at the same time.
        self::assertLessThan(1500, (\hrtime(true) - $started) / 1_000_000);
        self::assertSame([], $client->together([]));
    }

    public function testAMistakeAmongThemIsThrownWhenTheOthersHaveEnded(): void
    {
        $client = Serving::client();
        $paid = null;
        try {
            $client->together([
                static fn () => throw new \DomainException('a mistake'),
                static function () use ($client, &$paid): void {
                    $paid = Serving::pay($client);
                },
            ]);
            self::fail('it was not thrown');
        } catch (\DomainException) {
            self::assertSame(PaymentStatus::CAPTURED, $paid?->payment?->status);
        }
    }

    public function testACallInSomebodyElsesFiberIsACall(): void
    {
        $client = Serving::client();
        $fiber = new \Fiber(static fn () => Serving::pay($client));
        $fiber->start();
        self::assertTrue($fiber->isTerminated());
        self::assertSame(PaymentStatus::CAPTURED, $fiber->getReturn()->payment->status);
    }

    public function testAForkedProcessHasConnectionsOfItsOwn(): void
    {
        if (!\function_exists('pcntl_fork')) {
            self::markTestSkipped('PHP has no pcntl extension');
        }
        $client = Serving::client();
        Serving::pay($client);
        [$ours, $theirs] = \stream_socket_pair(\STREAM_PF_UNIX, \STREAM_SOCK_STREAM, 0);
        $child = \pcntl_fork();
        if ($child === 0) {
            $references = [];
            for ($index = 0; $index < 20; ++$index) {
                $answer = $client->payments->authorizePayment(Serving::payment()->with(['reference' => "child-{$index}"]));
                $references[] = $answer->operation->reference;
            }
            \fwrite($theirs, \implode(' ', $references) . "\n");
            // Without destructors: what they would close is the parent's.
            \posix_kill((int) \getmypid(), \SIGKILL);
        }
        for ($index = 0; $index < 20; ++$index) {
            $answer = $client->payments->authorizePayment(Serving::payment()->with(['reference' => "parent-{$index}"]));
            self::assertSame("parent-{$index}", $answer->operation?->reference);
        }
        $references = \explode(' ', \trim((string) \fgets($ours)));
        self::assertSame(\array_map(static fn (int $index) => "child-{$index}", \range(0, 19)), $references);
        \pcntl_waitpid($child, $status);
    }

    public function testAClosedClientSendsNothing(): void
    {
        $client = Serving::client();
        Serving::pay($client);
        $client->close();
        $client->close();
        $this->expectException(NotSentException::class);
        $this->expectExceptionMessage('the client is closed');
        Serving::pay($client);
    }

    /** Nobody waits for ever: not even longer than its deadline. */
    public function testACallUnderWayEndsWhenTheClientIsClosed(): void
    {
        $silent = \stream_socket_server('tcp://127.0.0.1:0');
        self::assertIsResource($silent);
        $client = new Client('http://' . \stream_socket_get_name($silent, false), account: 'a', deadlineMilliseconds: 20_000);
        $begun = \hrtime(true);
        $ended = $client->together([
            'gone' => static fn () => Serving::pay($client),
            'closes' => static function () use ($client, $silent): bool {
                $connection = \stream_socket_accept($silent, 5.0);
                // Another call drives the first one on, until its request is there.
                $beside = new Client('http://127.0.0.1:1', account: 'a', retries: 2);
                try {
                    Serving::pay($beside);
                } catch (NotSentException) {
                    $client->close();
                }

                return \is_resource($connection);
            },
        ]);
        self::assertTrue($ended['closes']);
        self::assertInstanceOf(OutcomeUnknownException::class, $ended['gone']);
        self::assertLessThan(10, (\hrtime(true) - $begun) / 1_000_000_000);
    }
}
