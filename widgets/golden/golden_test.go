package golden

import (
	"fmt"
	"os"
	"testing"
)

// complaints keeps what a check has to say instead of failing the test.
type complaints struct {
	testing.TB
	said []string
}

func (f *complaints) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}
func (f *complaints) Fatalf(format string, args ...any) { f.Errorf(format, args...) }

func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	asked := *update
	t.Cleanup(func() { *update = asked })
	check := func(name, got string) bool {
		f := &complaints{TB: t}
		Check(f, name, got)
		return len(f.said) == 0
	}

	*update = false
	if check("view", "one \ntwo") {
		t.Error("there is no file, and it passes")
	}
	*update = true
	if !check("view", "one \ntwo") {
		t.Error("the file cannot be written")
	}
	if held, err := os.ReadFile("testdata/view.golden"); err != nil || string(held) != "one \ntwo\n" {
		t.Errorf("the file holds %q (%v)", held, err)
	}
	*update = false
	if !check("view", "one \ntwo") {
		t.Error("what was written does not pass")
	}
	for _, got := range []string{"", "one\ntwo", "one \ntwo\n", "one \ntwo "} {
		if check("view", got) {
			t.Errorf("%q passes for another view", got)
		}
	}
}

func TestCheckASCII(t *testing.T) {
	for view, faults := range map[string]int{
		"": 0, "a\nb ~": 0, "\x1b[1;38;5;210ma\x1b[m": 0, "a\x1b[2J": 1, "é": 1, "a\tb": 1, "░▒\n▓": 3, "\xff": 1,
	} {
		f := &complaints{TB: t}
		CheckASCII(f, view)
		if len(f.said) != faults {
			t.Errorf("%q: %d faults, want %d: %q", view, len(f.said), faults, f.said)
		}
	}
}

func TestStyles(t *testing.T) {
	for view, want := range map[string]string{
		"": "", "a": "a", "\x1b[1;31ma\x1b[mb\x1b[2J": "⟨1;31⟩a⟨⟩b\x1b[2J",
		"\x1b[1ma\x1b[m\x1b[1mb\x1b[m\x1b[4mc\x1b[m": "⟨1⟩ab⟨⟩⟨4⟩c⟨⟩",
		"\x1b[1ma\x1b[m \x1b[1mb\x1b[m":              "⟨1⟩a⟨⟩ ⟨1⟩b⟨⟩",
	} {
		if got := Styles(view); got != want {
			t.Errorf("%q reads %q, want %q", view, got, want)
		}
	}
}

func TestCheckSize(t *testing.T) {
	for _, test := range []struct {
		view          string
		width, height int
		faults        int
	}{
		{"", 0, 2, 0}, {"", 2, -1, 0}, {"x", 0, 2, 1},
		{"ab\n世", 2, 2, 0}, {"\x1b[1;31mab\x1b[m", 2, 1, 0},
		{"ab", 2, 2, 1}, {"ab\nab\n", 2, 2, 3}, // a line too many, and empty in both counts
		{"ab\nabc", 2, 2, 2}, {"\u2764\ufe0f", 2, 1, 1}, // wide as a cluster, not as a rune
		{"a\x7fb", 2, 1, 1}, {"a\u202eb", 2, 1, 1}, {"ab\x1b[2J", 2, 1, 1}, {"ab\xff", 2, 1, 1},
	} {
		f := &complaints{TB: t}
		CheckSize(f, test.view, test.width, test.height)
		if len(f.said) != test.faults {
			t.Errorf("%q at %dx%d: %d faults, want %d: %q", test.view, test.width, test.height, len(f.said), test.faults, f.said)
		}
	}
}
