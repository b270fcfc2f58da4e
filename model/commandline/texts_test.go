package commandline

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sockeye/feed/preset/reference"
	"sockeye/model/config"
)

var update = flag.Bool("update", false, "write the texts that are made of the code anew: golden files, and sections of the README")

// checkFile fails unless a file has a text. With -update it writes the file instead.
func checkFile(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run `go test ./model/commandline -update` to write it, and inspect it", err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the code says: run `go test ./model/commandline -update`, and inspect what has changed\n%s", path, firstDifference(string(want), got))
	}
}

// firstDifference is the first line that differs.
func firstDifference(want, got string) string {
	old, made := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range made {
		if i >= len(old) || old[i] != made[i] {
			return "first: " + made[i]
		}
	}
	return "the file is longer"
}

// output is what a command line prints, in a home directory that does not change.
func output(t *testing.T, args ...string) string {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", "/home/ops/.config")
	root := (&app{changes: "# What has changed\n"}).commands()
	plain(root)
	var out bytes.Buffer
	root.SetOut(&out)
	if err := execute(root, args); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheHelpIsWhatItsGoldenFilesHold(t *testing.T) {
	for name, args := range map[string][]string{
		"help": {"--help"}, "help-tail": {"help", "tail"}, "help-preset": {"help", "preset"}, "help-preset-ack": {"help", "preset", "ack"},
		"help-preset-match": {"help", "preset", "match"}, "help-check": {"check", "--help"},
	} {
		checkFile(t, filepath.Join("testdata", name+".golden"), output(t, args...))
	}
}

func TestTheManPageIsWhatItsGoldenFileHolds(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", "/home/ops/.config")
	var b bytes.Buffer
	if err := writeManPage(&b, new(app).commands(), "v1.2.3"); err != nil {
		t.Fatal(err)
	}
	checkFile(t, filepath.Join("testdata", "sockeye.1"), b.String())
	if strings.Contains(b.String(), "/home/ops") {
		t.Error("the man page has the home directory of who has made it")
	}
}

func TestTheHelpOfChangesIsTheFile(t *testing.T) {
	if got := output(t, "help", "changes"); got != "# What has changed\n" {
		t.Errorf("%q", got)
	}
}

func TestHelpAboutNothingNamesWhatThereIs(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"help", "foo"}, "tail"},
		{[]string{"help", "preset", "sbscribe"}, "did you mean `subscribe`?"},
		{[]string{"help", "preset", "ack", "fail"}, "one key"},
	} {
		root := new(app).commands()
		if err := execute(root, test.args); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.args, err, test.want)
		}
	}
}

// TestTheReadmeHasTheReference compares the sections of the README that are made of the code.
func TestTheReadmeHasTheReference(t *testing.T) {
	const path = "../../README.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	for name, made := range map[string]string{"settings": config.SettingsTable(), "reference": reference.Markdown(3)} {
		begin, end := "<!-- begin "+name+": go test ./model/commandline -update makes it -->\n", "<!-- end "+name+" -->\n"
		before, rest, ok := strings.Cut(readme, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("the README has no section between %q and %q", begin, end)
		}
		readme = before + begin + made + end + after
	}
	checkFile(t, path, readme)
}

func TestThereIsACompletionForFourShells(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := output(t, "completion", shell); !strings.Contains(got, "sockeye") {
			t.Errorf("%s: %q", shell, got)
		}
	}
}

// TestTheReadmeHasALineForEveryDependency compares its table with the modules that are used directly.
func TestTheReadmeHasALineForEveryDependency(t *testing.T) {
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "### Dependencies\n")
	table, _, _ = strings.Cut(table, "\n### ")
	var listed, used []string
	for line := range strings.SplitSeq(table, "\n") {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for i, name := range strings.Split(cells[1], "`") {
				if i%2 == 1 {
					listed = append(listed, name)
				}
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(?:require )?\s*([a-z][a-z0-9.-]+\.[a-z]+/\S+) v\S+$`).FindAllStringSubmatch(string(module), -1) {
		used = append(used, m[1])
	}
	slices.Sort(listed)
	slices.Sort(used)
	if !slices.Equal(listed, used) || len(used) == 0 {
		t.Errorf("the README lists\n%q\nand used directly are\n%q", listed, used)
	}
}
