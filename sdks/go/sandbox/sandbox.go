// Package sandbox starts the service with every processor in miniature, for the tests of whoever uses the library.
package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Service is a service on the embedded sandbox, as a process of its own that ends with this one.
type Service struct {
	// URL is the service's endpoint.
	URL string `json:"url"`
	// Sandbox is the sandbox's, with its control API at /_sandbox.
	Sandbox string `json:"sandbox"`
	// Accounts has one for each processor, under its own name.
	Accounts []string `json:"accounts"`

	command *exec.Cmd
	input   io.Closer
}

// Start starts `connector-service serve` on free ports: the command given, or that of the environment variable
// CONNECTOR_SERVICE with words apart by spaces, or connector-service. It waits until the service is up, at most until
// the context ends.
func Start(ctx context.Context, command ...string) (*Service, error) {
	if len(command) == 0 {
		command = strings.Fields(os.Getenv("CONNECTOR_SERVICE"))
	}
	if len(command) == 0 {
		command = []string{"connector-service"}
	}
	arguments := append(command[1:len(command):len(command)], "serve", "--json", "--port", "0", "--sandbox-port", "0", "--with-input")
	started := exec.Command(command[0], arguments...)
	input, err := started.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := started.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var problems strings.Builder
	started.Stderr = &tail{text: &problems}
	if err := started.Start(); err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", command[0], err)
	}
	service := &Service{command: started, input: input}
	line := make(chan error, 1)
	go func() {
		reader := bufio.NewReader(output)
		text, err := reader.ReadBytes('\n')
		if err == nil {
			err = json.Unmarshal(text, service)
		}
		line <- err
		_, _ = io.Copy(io.Discard, reader)
	}()
	select {
	case err = <-line:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		// Stopped first: until then it may still be saying why.
		stopped := service.Stop()
		return nil, errors.Join(fmt.Errorf("the service did not come up: %w: %s", err, problems.String()), stopped)
	}
	return service, nil
}

// Stop ends the service and waits for it.
func (s *Service) Stop() error {
	_ = s.input.Close()
	timer := time.AfterFunc(10*time.Second, func() { _ = s.command.Process.Kill() })
	defer timer.Stop()
	return s.command.Wait()
}

// tail keeps what was said last.
type tail struct{ text *strings.Builder }

func (t *tail) Write(more []byte) (int, error) {
	if t.text.Len() < 4000 {
		t.text.Write(more)
	}
	return len(more), nil
}
