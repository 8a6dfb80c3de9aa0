<?php

/** For the tests of whoever uses the library: a service on the embedded sandbox, as a process of its own, that ends with this one. */

declare(strict_types=1);

namespace ConnectorService\Testing;

final class Sandbox
{
    /**
     * @param resource|null $process
     * @param resource|null $input
     * @param string $url the service's endpoint
     * @param string $sandbox the sandbox's, with its control API at `/_sandbox`
     * @param list<string> $accounts one for each processor, under its own name
     */
    private function __construct(
        private mixed $process,
        private mixed $input,
        public readonly string $url,
        public readonly string $sandbox,
        public readonly array $accounts,
    ) {
    }

    /**
     * @param list<string>|null $command how the service is started; `CONNECTOR_SERVICE` (words apart by spaces) or
     *     `connector-service` where null
     *
     * @throws \RuntimeException where it does not come up in time, with what it said
     */
    public static function start(?array $command = null, int $timeoutMilliseconds = 30_000): self
    {
        $command ??= \explode(' ', \getenv('CONNECTOR_SERVICE') ?: 'connector-service');
        $said = \tmpfile();
        if ($said === false) {
            throw new \RuntimeException('there is no temporary folder');
        }
        $options = ['serve', '--json', '--port', '0', '--sandbox-port', '0', '--with-input'];
        $streams = [['pipe', 'r'], ['pipe', 'w'], $said];
        $process = @\proc_open([...$command, ...$options], $streams, $pipes);
        if ($process === false) {
            throw new \RuntimeException("{$command[0]} cannot be started");
        }
        [$input, $output] = $pipes;
        $line = self::firstLine($output, $timeoutMilliseconds);
        \fclose($output);
        $told = $line === null ? null : \json_decode($line, true);
        if (!\is_array($told)) {
            \fclose($input);
            \proc_terminate($process);
            \proc_close($process);
            \fseek($said, 0);
            $text = (string) \stream_get_contents($said);

            throw new \RuntimeException("{$command[0]} did not come up: " . \substr($text, -4000));
        }

        return new self($process, $input, $told['url'], $told['sandbox'], $told['accounts']);
    }

    /** Ends when the service has. */
    public function stop(): void
    {
        if ($this->process === null) {
            return;
        }
        // It ends with its input.
        \fclose($this->input);
        \proc_close($this->process);
        $this->process = null;
    }

    public function __destruct()
    {
        $this->stop();
    }

    /** @param resource $output */
    private static function firstLine(mixed $output, int $timeoutMilliseconds): ?string
    {
        \stream_set_blocking($output, false);
        $end = \hrtime(true) + $timeoutMilliseconds * 1_000_000;
        $line = '';
        while (!\str_contains($line, "\n")) {
            $left = $end - \hrtime(true);
            $ready = [$output];
            $none = null;
            if ($left <= 0 || \feof($output)) {
                return null;
            }
            if (\stream_select($ready, $none, $none, 0, \min(100_000, (int) ($left / 1000))) > 0) {
                $line .= (string) \fread($output, 65536);
            }
        }

        return $line;
    }
}
