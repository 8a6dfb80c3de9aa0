<?php

/** One call: its attempts within one deadline, and what it ends with. conformance/README.md has the rules. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Exceptions\OutcomeUnknownException;
use ConnectorService\Message;
use ConnectorService\Payments\V1\Certainty;
use ConnectorService\Payments\V1\Retry;
use ConnectorService\Transport\Attempt;
use ConnectorService\Transport\Failure;
use ConnectorService\Transport\Transport;

/** @internal */
final class Call
{
    /** The longest that goes into the header, of ten digits: https://connectrpc.com/docs/protocol#unary-request */
    private const LONGEST_DEADLINE = 9_999_999_999;

    private readonly \DateTimeImmutable $begun;
    /** Nanoseconds of `hrtime`. */
    private readonly int $end;
    private int $attempts = 0;
    /** What counts where nothing better comes: an answer or an exception whose outcome is unknown. */
    private Message|OutcomeUnknownException|null $unknown = null;

    /** @param Hidden $sent `headers` and `body` */
    public function __construct(
        private readonly Transport $transport,
        private readonly string $url,
        private readonly Rpc $rpc,
        private readonly Message $request,
        private readonly Hidden $sent,
        int $deadlineMilliseconds,
        private readonly int $retries,
        private readonly CarefulHooks $hooks,
    ) {
        $this->begun = new \DateTimeImmutable();
        $this->end = \hrtime(true) + \min($deadlineMilliseconds, self::LONGEST_DEADLINE) * 1_000_000;
    }

    /** @throws ConnectorServiceException */
    public function answer(): Message
    {
        try {
            $answer = $this->attempted();
            $this->hooks->ended($this->attempts, null);

            return $answer;
        } catch (ConnectorServiceException $exception) {
            $this->hooks->ended($this->attempts, $exception);

            throw $exception;
        }
    }

    private function attempted(): Message
    {
        while (true) {
            $left = $this->millisecondsLeft();
            if ($left <= 0) {
                return $this->ended(new Failure('no time is left', false, 'DEADLINE_EXCEEDED'));
            }
            try {
                $answer = $this->attempt((int) \ceil($left));
                $pause = $this->mayRepeat() ? Repeats::afterAnswer($answer, $this->request, $this->pause()) : null;
                if (($answer->operation->certainty ?? null) === Certainty::UNKNOWN) {
                    $this->unknown = $answer;
                }
                if ($pause === null || $pause >= $this->millisecondsLeft()) {
                    return $this->settled($answer);
                }
            } catch (Failure $failure) {
                $exception = $this->exception($failure);
                if ($exception instanceof OutcomeUnknownException) {
                    $this->unknown ??= $exception;
                }
                // What is told is a least: whoever says "at once" is not asked faster than others.
                $pause = \max($failure->retryAfterMilliseconds ?? 0, $this->pause());
                $again = $this->mayRepeat() && Repeats::afterFailure($failure, $this->rpc);
                if (!$again || $pause >= $this->millisecondsLeft()) {
                    return $this->ended($failure);
                }
            }
            Together::pause($pause);
        }
    }

    /** @throws Failure */
    private function attempt(int $timeoutMilliseconds): Message
    {
        ++$this->attempts;
        $this->hooks->attempting($this->attempts, $timeoutMilliseconds);
        ['headers' => $headers, 'body' => $body] = $this->sent->reveal();
        $headers['content-type'] = 'application/json';
        $headers['connect-timeout-ms'] = (string) $timeoutMilliseconds;
        try {
            $response = $this->transport->send(new Attempt($this->url, $headers, $body, $timeoutMilliseconds));
            $answer = Answers::read($this->rpc, $response);
            $this->hooks->attempted($this->attempts, null);

            return $answer;
        } catch (Failure $failure) {
            $this->hooks->attempted($this->attempts, $failure->status);

            throw $failure;
        }
    }

    /**
     * The answer, unless it tells only of its own attempt that nothing was sent: that undoes no earlier one.
     *
     * @throws ConnectorServiceException
     */
    private function settled(Message $answer): Message
    {
        if ($this->unknown === null || ($answer->operation->failure->retry ?? null) !== Retry::SAME_KEY_NOW) {
            return $answer;
        }
        if ($this->unknown instanceof Message) {
            return $this->unknown;
        }

        throw $this->unknown;
    }

    /** @throws ConnectorServiceException */
    private function ended(#[\SensitiveParameter] Failure $failure): Message
    {
        if ($this->unknown instanceof Message) {
            return $this->unknown;
        }
        $exception = $this->exception($failure);

        throw $exception instanceof OutcomeUnknownException ? $exception : $this->unknown ?? $exception;
    }

    private function exception(#[\SensitiveParameter] Failure $failure): ConnectorServiceException
    {
        $requestId = $this->sent->reveal()['headers']['x-request-id'];

        return Kinds::exception($failure, $this->rpc, $this->request, $this->begun, $requestId);
    }

    private function mayRepeat(): bool
    {
        return $this->attempts <= $this->retries;
    }

    /** 100 ms, then twice as long each time, with up to as much again. */
    private function pause(): float
    {
        return 100 * 2 ** ($this->attempts - 1) * (1 + \random_int(0, 1000) / 1000);
    }

    private function millisecondsLeft(): float
    {
        return ($this->end - \hrtime(true)) / 1_000_000;
    }
}
