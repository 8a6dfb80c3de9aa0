<?php

/** A program that says in its first line where it is, and ends with its input. */

declare(strict_types=1);

namespace ConnectorService\Test\Support;

final class Program
{
    public const ROOT = __DIR__ . '/../../../..';
    public const NODE = self::ROOT . '/node_modules/.bin/node';

    /**
     * @param resource $process
     * @param resource $input
     * @param resource $output
     */
    private function __construct(
        private mixed $process,
        private mixed $input,
        private mixed $output,
        public readonly object $told,
    ) {
    }

    /** @param list<string> $command */
    public static function start(array $command): self
    {
        $process = \proc_open($command, [['pipe', 'r'], ['pipe', 'w'], \STDERR], $pipes);
        if ($process === false) {
            throw new \RuntimeException("{$command[0]} cannot be started");
        }
        $line = \fgets($pipes[1]);
        if ($line === false) {
            throw new \RuntimeException(\implode(' ', $command) . ' did not come up');
        }

        return new self($process, $pipes[0], $pipes[1], \json_decode($line, false, 20, \JSON_THROW_ON_ERROR));
    }

    /** What it says at its end. */
    public function stop(): string
    {
        \fclose($this->input);
        $last = (string) \stream_get_contents($this->output);
        \proc_close($this->process);

        return $last;
    }
}
