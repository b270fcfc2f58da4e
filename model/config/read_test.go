package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheFileThatIsNamedLastCounts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, preset string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("open: ["+preset+"]\npresets: {"+preset+": {url: ws://h/, events: [{match: {s: '*'}}]}}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	loader := &Loader{Files: new(Files), BuiltIn: []byte("open: [shipped]\npresets: {shipped: {url: ws://h/, events: [{match: {s: '*'}}]}}\n")}
	t.Setenv("HOME", filepath.Join(dir, "home"))
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("SOCKEYE_CONFIG", "")
	opens := func(file, want string) {
		t.Helper()
		c, err := loader.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		if c.Open[0] != want {
			t.Errorf("%s opens %s, want %s", c.Source, c.Open[0], want)
		}
	}
	opens("", "shipped")
	write("home/.config/sockeye/config.yaml", "home")
	opens("", "home")
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "xdg"))
	opens("", "shipped") // the one in the home directory does not count now
	write("xdg/sockeye/config.yaml", "xdg")
	opens("", "xdg")
	t.Setenv("SOCKEYE_CONFIG", write("variable.yaml", "variable"))
	opens("", "variable")
	opens(write("named.yaml", "named"), "named")

	t.Setenv("SOCKEYE_CONFIG", filepath.Join(dir, "missing.yaml"))
	for _, file := range []string{"", filepath.Join(dir, "missing.yaml")} {
		if _, err := loader.Load(file); err == nil || !strings.Contains(err.Error(), "missing.yaml") {
			t.Errorf("a file that is named and missing: %v", err)
		}
	}
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, make([]byte, 2*mostFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loader.Load(large); err == nil || !strings.Contains(err.Error(), "large") {
		t.Errorf("a file that is too large: %v", err)
	}
}

func TestWhatIsNoConfigurationIsNamed(t *testing.T) {
	dir := t.TempDir()
	binary := filepath.Join(dir, "binary")
	if err := os.WriteFile(binary, []byte("\x7fELF\x02\x01\x01\x00\xff"), 0o600); err != nil {
		t.Fatal(err)
	}
	loader := &Loader{Files: new(Files)}
	for file, want := range map[string]string{dir: dir + ": is a directory", binary: binary + ":1:1: ", "/dev/zero": "has more than 1 MiB"} {
		if _, err := loader.Load(file); err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\x7f\x02") {
			t.Errorf("%s: %.4096q, want %q", file, err, want)
		}
	}
}
