package model_test

import (
	"os"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"sockeye/feed/feedtest"
	"sockeye/model"
	"sockeye/model/config"
)

// keySettings reads `ui.keys` as a configuration has it.
func keySettings(t *testing.T, text string) []config.KeySetting {
	t.Helper()
	shipped, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := (&config.Loader{BuiltIn: shipped}).Parse("f", []byte("ui: {keys: "+text+"}"))
	if err != nil {
		t.Fatal(err)
	}
	return c.UI.Keys
}

func TestAnActionHasTheKeysThatTheConfigurationGivesIt(t *testing.T) {
	t.Parallel()
	k, err := model.NewKeys(keySettings(t, `{freeze: [ctrl+f, ö], search: F3, up: [b, up], wrap: [], zoom: Alt+Ctrl+Z, wider: "*"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		of   key.Binding
		want string
	}{
		{k.Of("freeze"), "ctrl+f ö"}, {k.Of("search"), "f3"}, {k.Of("up"), "b up"},
		{k.Of("zoom"), "ctrl+alt+z"}, {k.Of("wider"), "*"}, {k.Of("narrower"), "-"},
	} {
		if got := strings.Join(test.of.Keys(), " "); got != test.want {
			t.Errorf("%s has the keys %q, want %q", test.of.Help().Desc, got, test.want)
		}
	}
	if freeze := k.Of("freeze").Help(); k.Of("wrap").Enabled() || freeze.Key != "ctrl+f" || freeze.Desc != "freeze, or live again" {
		t.Errorf("what the help says: %+v %+v", k.Of("wrap").Help(), freeze)
	}
}

func TestWrongActionsAndSharedKeysAreReported(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{freze: p}`:               {"f:1:13: there is no action `freze`", "did you mean `freeze`?"},
		`{leave: x}`:               {"`leave` keeps its keys"},
		`{feed: [a, b]}`:           {"`feed` keeps its keys"},
		`{freeze: ctrl+c}`:         {"`ctrl+c` is the key of `leave` too"},
		`{freeze: "1"}`:            {"`1` is the key of `feed` too"},
		`{mark: n}`:                {"`n` is the key of `next-hit` too", "give `next-hit` another key"},
		`{mark: [b], wrap: [b]}`:   {"`b` is the key of `wrap` too"},
		`{a: b, mark: z, quit: u}`: {"no action `a`", "`z` is the key of `zoom` too", "`u` is the key of `unsubscribe` too"},
	} {
		_, err := model.NewKeys(keySettings(t, text))
		if err == nil {
			t.Errorf("%s is accepted", text)
			continue
		}
		for _, w := range want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v\nwant %s", text, err, w)
			}
		}
		if text == `{mark: [b], wrap: [b]}` && strings.Count(err.Error(), "the key of") != 1 {
			t.Errorf("a clash of two settings is reported twice: %v", err)
		}
	}
	// What is in no pane together may share a key, and two may change places.
	for _, text := range []string{`{mark: o}`, `{zoom: [], mark: z}`, `{next-hit: N, previous-hit: n}`, `{interval: m}`} {
		if _, err := model.NewKeys(keySettings(t, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestFooterAndHelpHaveTheKeysOfTheConfiguration, and the help scrolls by the keys that are bound, and by no others.
func TestFooterAndHelpHaveTheKeysOfTheConfiguration(t *testing.T) {
	t.Parallel()
	keys, err := model.NewKeys(keySettings(t, `{up: b, down: ctrl+n, top: home, bottom: end, page-down: pgdown, mark: j, freeze: ctrl+f}`))
	if err != nil {
		t.Fatal(err)
	}
	d := driveWith(t, func(o *model.Options) { o.Keys = keys }, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.send(tea.WindowSizeMsg{Width: 120, Height: 24})
	d.sees("1.50")
	d.says("ctrl+f freeze")
	d.keys("?")
	d.sees("HELP", " b ")
	top := d.screen()
	at := top
	for _, test := range []struct {
		press tea.KeyPressMsg
		moves bool
	}{
		{tea.KeyPressMsg{Code: 'j', Text: "j"}, false}, {tea.KeyPressMsg{Code: 'n', Mod: tea.ModCtrl}, true}, {tea.KeyPressMsg{Code: 'b', Text: "b"}, true},
		{tea.KeyPressMsg{Code: tea.KeyEnd}, true}, {tea.KeyPressMsg{Code: tea.KeyHome}, true}, {tea.KeyPressMsg{Code: tea.KeyPgDown}, true},
	} {
		d.send(test.press)
		if is := d.screen(); (is != at) != test.moves {
			t.Errorf("%s moves the help: %t", test.press, !test.moves)
		}
		if at = d.screen(); (test.press.Code == 'b' || test.press.Code == tea.KeyHome) && at != top {
			t.Errorf("%s does not lead back to the first line", test.press)
		}
	}
}
