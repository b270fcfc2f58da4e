package model_test

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/model"
)

// TestNoWindowShowsASecret that is a symbol, a label, a unit or a reason: not the smallest, not the largest, no pane, no
// dialog.
func TestNoWindowShowsASecret(t *testing.T) {
	t.Parallel()
	const secret, short = "hunter2-pw", "q7z"
	server := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","s":"` + secret + `"}`), feedtest.Expect(`{"op":"sub","s":"x` + short + `"}`), feedtest.Expect(`{"op":"sub","s":"B"}`),
		feedtest.Send(`{"op":"error","s":"B","why":"no ` + secret + `"}`),
		feedtest.Send(`{"s":"` + secret + `","p":"1.5","u":"` + secret + `"}`), feedtest.Send(`{"s":"x` + short + `","p":"2.5"}`), feedtest.Send(`{"s":"of \u0068unter2-pw","p":"3.5"}`),
		feedtest.Expect(`{"op":"unsub","s":"` + secret + `"}`),
		feedtest.Silence(nil),
	})
	presets, err := preset.Parse("test.yaml", []byte(`
presets:
  alpha:
    url: `+server.URL()+`
    params: {symbols: ["${secret:TOK}", "x${secret:SHORT}", B]}
    subscribe:
      send: {op: sub, s: "${symbol}"}
      fail: {op: error, s: "${symbol}"}
      reason: why
    unsubscribe: {send: {op: unsub, s: "${symbol}"}}
    events: [{match: {s: "*", p: "*"}, label: s, value: p, unit: u}]
`))
	if err != nil {
		t.Fatal(err)
	}
	secrets := map[string]string{"TOK": secret, "SHORT": short}
	bound, err := presets[0].Bind(preset.Env{LookupEnv: func(name string) (string, bool) { return secrets[name], true }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := drive(t, bound)
	d.wait("the events", func() bool {
		return strings.Contains(d.screen(), "of •••") && strings.Contains(d.screen(), "x•••")
	})
	check := func(where string, width, height int) {
		t.Helper()
		d.send(tea.WindowSizeMsg{Width: width, Height: height})
		view := d.m.View()
		// What a server says is not searched for a short one: it is hidden where the preset puts it.
		screen := strings.ReplaceAll(d.screen()+view.WindowTitle, `"x`+short, "")
		if strings.Contains(screen, secret) || strings.Contains(screen, short) {
			t.Errorf("%s at %dx%d shows a secret:\n%s", where, width, height, screen)
		}
	}
	sizes := func(where string) {
		t.Helper()
		for _, width := range []int{1, 20, 40, 60, 80, 120, 300} {
			for height := 1; height < 40; height += 1 + height/4 {
				check(where, width, height)
			}
		}
	}
	sizes("the screen")
	for _, keys := range []string{"z", "tab z", "tab z", "v", "v", "v", "s", "esc u", "esc A", "esc enter", "esc ?", "esc W", "esc p"} {
		for _, key := range strings.Fields(keys) {
			d.keys(key)
		}
		sizes(keys)
		if keys == "esc u" {
			sizes("the unsubscribe")
		}
	}
	d.keys("esc")
	d.types(":sub")
	d.keys("enter")
	sizes("the complaint of :sub")
}

func TestAPasswordInAnAddressIsNotKeptInTheHistory(t *testing.T) {
	t.Parallel()
	d := driveWith(t, func(o *model.Options) {
		o.Open = func(string) (*feed.Feed, error) { return nil, errors.New("no such feed") }
	}, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	for line, kept := range map[string]int{"open ws://bob:geheim@127.0.0.1:1/": 0, "send mail@example.org": 1} {
		before := d.options.Recall.Len()
		d.keys(":")
		d.types(line)
		d.keys("enter", "esc")
		if got := d.options.Recall.Len() - before; got != kept {
			t.Errorf(":%s: %d lines are kept, want %d", line, got, kept)
		}
	}
}
