package config

import (
	"slices"
	"strings"
	"testing"

	"sockeye/feed/preset"
)

func TestArchivesAreOfThePresetAtTheirAddress(t *testing.T) {
	presets, err := preset.Parse("test.yaml", []byte(`presets:
  one:
    url: wss://h/feed?token=${secret:TOKEN}
  # another
  "two":
    url: wss://h:443/feed
  three:
    url: ws://h/feed
`))
	if err != nil {
		t.Fatal(err)
	}
	c := &Config{Presets: presetsOf(presets)}
	if got := c.At("wss://h/feed?a=b"); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("%v", got)
	}
	if got := c.At("wss://h/"); got != nil {
		t.Errorf("%v", got)
	}
	if feed, text, err := c.Recorded("", "wss://h:99/feed", 2); feed != "h:99-2" || text != "" || err != nil {
		t.Errorf("%q %q %v", feed, text, err)
	}
	if _, _, err := c.Recorded("on", "wss://h/", 1); err == nil || !strings.Contains(err.Error(), "did you mean one?") {
		t.Error(err)
	}
	// Of connections at the same time each has a preset of its own.
	feed, text, err := c.Recorded("two", "wss://h/feed", 2)
	if err != nil || feed != "two-2" {
		t.Errorf("%q %v", feed, err)
	}
	if bound, _, err := c.BindReplayed(feed, text); err != nil || bound.Name != "two-2" || bound.URL != "wss://h:443/feed" {
		t.Errorf("%v in\n%s", err, text)
	}
}
