<?php

/** What a call waits for. */

declare(strict_types=1);

namespace ConnectorService\Internal;

/** @internal */
final readonly class Waiting
{
    /**
     * @param \CurlMultiHandle|null $connections something on these, where given
     * @param int $until nanoseconds of `hrtime`
     */
    public function __construct(private ?\CurlMultiHandle $connections, private int $until)
    {
    }

    public function isOver(): bool
    {
        return $this->connections !== null || $this->until <= \hrtime(true);
    }

    /**
     * Until something that one of them waits for may be there.
     *
     * @param list<self> $all
     */
    public static function sleep(array $all): void
    {
        if ($all === []) {
            return;
        }
        $seconds = 1.0;
        $sets = [];
        foreach ($all as $waiting) {
            if ($waiting->connections !== null) {
                $sets[\spl_object_id($waiting->connections)] = $waiting->connections;
            } else {
                $seconds = \min($seconds, \max(0, $waiting->until - \hrtime(true)) / 1_000_000_000);
            }
        }
        // Of several clients none is waited for so long that the others stand still.
        $share = \count($sets) > 1 ? \min($seconds, 0.005) : $seconds;
        foreach ($sets as $connections) {
            \curl_multi_select($connections, $share);
        }
        if ($sets === []) {
            \usleep((int) \ceil($seconds * 1_000_000));
        }
    }
}
