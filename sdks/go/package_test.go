package connectorservice_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var goBlock = regexp.MustCompile("(?ms)^```go (?:run|sdk)\n(.*?)^```$")

// TestPackage builds the module's files in an empty module outside the tree, and runs there every `go run` block of
// README and of the guide, and the program of docs/sdks.
func TestPackage(t *testing.T) {
	running, err := service()
	check(t, err)
	folder := t.TempDir()
	library := filepath.Join(folder, "library")
	size := copyModule(t, library)
	empty := filepath.Join(folder, "empty")
	check(t, os.Mkdir(empty, 0o755))
	check(t, os.WriteFile(filepath.Join(empty, "go.mod"), []byte("module empty\n\ngo 1.24.0\n"), 0o644))
	run := func(name string, words ...string) string {
		t.Helper()
		command := exec.Command(name, words...)
		command.Dir = empty
		command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "CONNECTOR_SERVICE="+node()+" "+absolute(t, root+"packages/cli/main.ts"),
			"CONNECTOR_SERVICE_URL="+running.URL, "SANDBOX_URL="+running.Sandbox, "WEBHOOK_SECRET="+webhookSecret)
		told, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, words, err, told)
		}
		return string(told)
	}
	programs := map[string]string{"pay": string(read(t, root+"docs/sdks/pay.go"))}
	for _, page := range []string{"README.md", root + "docs/guides/sdk-go.md"} {
		for index, block := range goBlock.FindAllStringSubmatch(string(read(t, page)), -1) {
			programs[fmt.Sprintf("%s-%d", strings.TrimSuffix(filepath.Base(page), ".md"), index+1)] = block[1]
		}
	}
	if len(programs) < 6 {
		t.Fatalf("only %d programs", len(programs))
	}
	for name, text := range programs {
		check(t, os.MkdirAll(filepath.Join(empty, name), 0o755))
		check(t, os.WriteFile(filepath.Join(empty, name, "main.go"), []byte(text), 0o644))
	}
	// The module is installed as its page says.
	install := regexp.MustCompile("(?ms)^## Install$.*?^```sh\n(.*?)^```$").FindSubmatch(read(t, "README.md"))[1]
	for _, line := range strings.Split(strings.TrimSpace(string(install)), "\n") {
		run("sh", "-c", strings.ReplaceAll(line, "/path/to/connector-service/sdks/go", library))
	}
	run("go", "build", "-o", folder+"/", "./...")
	for name := range programs {
		t.Run(name, func(t *testing.T) {
			told := run(filepath.Join(folder, name))
			if name == "pay" {
				equal(t, told, string(read(t, root+"docs/sdks/pay.txt")))
			} else if told == "" {
				t.Fatal("it says nothing")
			}
		})
	}
	total := size
	packages := run("go", "list", "-deps", "-f", "{{if not .Standard}}{{.Dir}}{{end}}", "./...")
	for _, path := range strings.Fields(packages) {
		if !strings.HasPrefix(path, folder) {
			total += filesIn(t, path)
		}
	}
	fmt.Printf("size: package %d kB, with dependencies %d kB\n", size/1000, total/1000)
	report(t, map[string]any{"packageBytes": size, "totalBytes": total})
}

// copyModule copies what a module's zip has: no tests, and nothing that git leaves out.
func copyModule(t *testing.T, to string) int64 {
	t.Helper()
	check(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".sh") {
			return err
		}
		target := filepath.Join(to, path)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	}))
	return bytesBelow(t, to)
}

// filesIn is the size of a package's own files.
func filesIn(t *testing.T, folder string) int64 {
	t.Helper()
	entries, err := os.ReadDir(folder)
	check(t, err)
	var sum int64
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && !entry.IsDir() && !strings.HasSuffix(entry.Name(), "_test.go") {
			sum += info.Size()
		}
	}
	return sum
}

func bytesBelow(t *testing.T, folder string) int64 {
	t.Helper()
	var sum int64
	check(t, filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	}))
	return sum
}

// report adds to what reports/sdks/go.json says.
func report(t *testing.T, more map[string]any) {
	t.Helper()
	check(t, os.MkdirAll(root+"reports/sdks", 0o755))
	file := root + "reports/sdks/go.json"
	told := map[string]any{}
	if text, err := os.ReadFile(file); err == nil {
		_ = json.Unmarshal(text, &told)
	}
	for name, value := range more {
		told[name] = value
	}
	text, err := json.Marshal(told)
	check(t, err)
	check(t, os.WriteFile(file, text, 0o644))
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	check(t, err)
	return text
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	whole, err := filepath.Abs(path)
	check(t, err)
	return whole
}
