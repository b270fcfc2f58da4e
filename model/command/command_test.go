package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// screen is a [Screen] of which a command changes some settings.
type screen struct {
	said      string
	theme     string
	fps, link int
}

func (s *screen) ShowNotice(text string)                      { s.said = text }
func (s *screen) ShowError(err error)                         { s.said = err.Error() }
func (s *screen) Ask(string, func() tea.Cmd)                  {}
func (s *screen) Await(<-chan error, func(error)) tea.Cmd     { return nil }
func (s *screen) Presets() []string                           { return []string{"kraken", "demo"} }
func (s *screen) Open(string) (func() tea.Cmd, func(), error) { return nil, nil, os.ErrNotExist }
func (s *screen) Reload() (func() (changed, gone []string), error) {
	return func() (changed, gone []string) { s.theme = "reloaded"; return nil, nil }, nil
}
func (s *screen) ShowHelp()                  {}
func (s *screen) SetTheme(name string) error { s.theme = name; return nil }
func (s *screen) SetFPS(fps int)             { s.fps = fps }
func (s *screen) SetLink(bytes int)          { s.link = bytes }
func (s *screen) Location() *time.Location   { return time.UTC }
func (s *screen) Now() time.Time             { return time.Now() }

func none(*Command) error { return nil }

func readOnly(c *Command) error {
	if c.Sends {
		return ErrReadOnly
	}
	return nil
}

func TestEveryCommandIsInTheTableOnceAndDescribed(t *testing.T) {
	var seen []string
	for _, c := range All() {
		if c.Name == "" || c.Help == "" || c.Run == nil || slices.Contains(seen, c.Name) {
			t.Errorf("%+v", c)
		}
		if (c.Text || c.File || c.Complete != nil) && c.Args == "" {
			t.Errorf(":%s reads what the help does not show", c.Name)
		}
		seen = append(seen, c.Name)
	}
}

func TestACommandLineIsExecutedOrRefused(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"", ""},
		{"  ", ""},
		{"thme dark", "no command :thme, did you mean :theme?"},
		{"zzzzzz", "no command :zzzzzz"},
		{"help me now", `:help has no arguments, and this has "me now"`},
		{"theme", "which one? auto, dark"},
		{"theme dark", ""},
		{"fps 5", ""},
		{"fps 60", ""},
		{"fps 61", "61 is no rate"},
		{"fps 0", "0 is no rate"},
		{"fps fast", "fast is no rate: it is auto, or a whole number from 1 to 60"},
		{"fps", ":fps auto"},
		{"fps auto", ""},
		{"link 1KiB/s", ""},
		{"link 10B/s", "10B/s: this is no rate of a link: write `auto`, or bytes a second like `1KiB/s`, 100B/s at least"},
		{"link 1KiB", "1KiB: this is no rate"},
		{"link", ":link auto"},
		{"window 1s", "1s is no window"},
		{"window 7h", "7h is no window"},
		{"candle 1ms", "1ms is no length of a candle"},
		{"chart pie", "it is :chart spark, line, candle"},
		{"y 1 1", "it is :y LOW HIGH"},
		{"goto now", "it is :goto 14:03:21, :goto -5m or :goto #88215"},
		{"goto #x", "it is :goto 14:03:21"},
		{"hb maybe", "it is :hb show or :hb hide"},
		{"plot a b", "it is :plot PATH [by PATH] [as NAME]"},
		{"seek 03:10", "this is no replay"},
		{"open", "which one? a preset (kraken, demo) or a ws:// or wss:// address"},
	} {
		_, err := Execute(Target{Screen: new(screen)}, test.line, none)
		if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf(":%s says %v, want %q", test.line, err, test.want)
		}
	}
}

func TestSettingsOfTheScreenAreSet(t *testing.T) {
	s := &screen{fps: 1, link: 1}
	for _, step := range []struct {
		line string
		want screen
	}{
		{"fps 5", screen{fps: 5, link: 1}},
		{"link 2000B/s", screen{fps: 5, link: 2000}},
		{"theme mono", screen{theme: "mono", fps: 5, link: 2000}},
		{"fps auto", screen{theme: "mono", link: 2000}},
		{"link auto", screen{theme: "mono"}},
	} {
		if _, err := Execute(Target{Screen: s}, step.line, none); err != nil || *s != step.want {
			t.Errorf("after :%s the screen is %+v, %v", step.line, *s, err)
		}
	}
}

func TestAScreenThatOnlyReadsSendsNothing(t *testing.T) {
	for _, c := range All() {
		if !c.Sends {
			continue
		}
		if _, err := Execute(Target{}, c.Name+" x", readOnly); err != ErrReadOnly {
			t.Errorf(":%s says %v", c.Name, err)
		}
	}
}

func TestALineIsCompletedByItsCommand(t *testing.T) {
	on := Target{Screen: new(screen)}
	for _, test := range []struct {
		line, first string // of the words
		n           int
	}{
		{"", "sub", len(All())},
		{"t", "sub", len(All())},
		{"open ", "kraken", 2},
		{"hb s", "show", 2},
		{"quit ", "", 0},
		{"zzz ", "", 0},
	} {
		words, lookup := Complete(on, test.line, none)
		if len(words) != test.n || test.n > 0 && words[0] != test.first || lookup != nil {
			t.Errorf("%q can become %q", test.line, words)
		}
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "feeds"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "other"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	words, lookup := Complete(on, "write "+dir+"/f", none)
	if words != nil || lookup == nil {
		t.Fatalf("the disk is read at once, and has %q", words)
	}
	if got := lookup(); !slices.Equal(got, []string{dir + "/feeds/"}) {
		t.Errorf("%q", got)
	}
	refuse := func(*Command) error { return ErrReadOnly }
	if words, lookup := Complete(on, "write "+dir+"/f", refuse); words != nil || lookup != nil {
		t.Error("a command that is refused has files to offer")
	}
}
