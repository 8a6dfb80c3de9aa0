<?php

/** Several calls at a time in one process: each in a fiber, which gives way where it would wait. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Exceptions\ConnectorServiceException;

/** @internal */
final class Together
{
    /** @var \WeakMap<\Fiber, true>|null those that are run here, and not by somebody else's loop */
    private static ?\WeakMap $fibers = null;

    /**
     * @param array<array-key, callable(): mixed> $calls
     *
     * @return array<array-key, mixed> answers and ConnectorServiceExceptions under the keys of their calls
     */
    public static function run(array $calls): array
    {
        self::$fibers ??= new \WeakMap();
        $results = [];
        $under = [];
        $broken = null;
        foreach ($calls as $key => $call) {
            $results[$key] = null;
            $under[$key] = new \Fiber($call);
            self::$fibers[$under[$key]] = true;
        }
        /** @var array<array-key, Waiting> $waiting */
        $waiting = [];
        while ($under !== []) {
            foreach ($under as $key => $fiber) {
                try {
                    if (!$fiber->isStarted()) {
                        $waiting[$key] = $fiber->start();
                    } elseif ($waiting[$key]->isOver()) {
                        $waiting[$key] = $fiber->resume();
                    }
                    if ($fiber->isTerminated()) {
                        $results[$key] = $fiber->getReturn();
                    }
                } catch (ConnectorServiceException $exception) {
                    $results[$key] = $exception;
                } catch (\Throwable $problem) {
                    // The other calls may move money: they come to their ends first.
                    $broken ??= $problem;
                }
                if ($fiber->isTerminated()) {
                    unset($under[$key], $waiting[$key]);
                }
            }
            Waiting::sleep(\array_values($waiting));
        }
        if ($broken !== null) {
            throw $broken;
        }

        return $results;
    }

    /** Gives way to the others until something may have happened on the connections; false where there are no others. */
    public static function wait(\CurlMultiHandle $connections): bool
    {
        return self::giveWay(new Waiting($connections, \hrtime(true)));
    }

    /** Lets time pass, for the others as well. */
    public static function pause(float $milliseconds): void
    {
        $until = \hrtime(true) + (int) ($milliseconds * 1_000_000);
        if (self::giveWay(new Waiting(null, $until))) {
            return;
        }
        while (($left = $until - \hrtime(true)) > 0) {
            \usleep((int) \ceil($left / 1000));
        }
    }

    private static function giveWay(Waiting $waiting): bool
    {
        $fiber = \Fiber::getCurrent();
        if ($fiber === null || !isset(self::$fibers[$fiber])) {
            return false;
        }
        \Fiber::suspend($waiting);

        return true;
    }
}
