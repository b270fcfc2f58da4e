package config

import (
	"strings"
	"testing"

	"sockeye/feed/demo"
	"sockeye/feed/preset"
)

// twoFeeds are presets that share a param.
const twoFeeds = `presets:
  a: {url: "ws://h/${depth}/${speed}", params: {depth: 5, speed: 1}}
  b: {url: "ws://h/${depth}", params: {depth: 7}}
`

func TestAParamIsReplacedInEveryPresetThatHasIt(t *testing.T) {
	bound, err := load(t, twoFeeds).Bind([]string{"a", "b", "ws://c/"}, Overrides{Params: []string{"depth=9", "speed=2"}}, preset.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"ws://h/9/2", "ws://h/9", "ws://c/"} {
		if bound[i].URL != want {
			t.Errorf("%s, want %s", bound[i].URL, want)
		}
	}
}

func TestWhatCannotBeBoundIsNamed(t *testing.T) {
	for _, test := range []struct {
		name      string
		overrides Overrides
		want      string
	}{
		{"tail", Overrides{}, "no command tail yet"},
		{"aa", Overrides{}, "no preset aa, did you mean a?"},
		{"tial", Overrides{}, "no preset tial, did you mean the command tail?"},
		{"nothing-like-it", Overrides{}, "`sockeye presets` lists them, and an address begins with ws:// or wss://"},
		{"a", Overrides{Params: []string{"depht=1"}}, "a has no param depht, did you mean depth?"},
		{"b", Overrides{Params: []string{"speed=1"}}, "b has no param speed, only depth"},
		{"b", Overrides{Symbols: "X"}, "b has no param symbols, only depth"},
		{"b", Overrides{Params: []string{"depth"}}, "-p depth: it is NAME=VALUE"},
		{"ws://c/", Overrides{Params: []string{"address=ws://d/"}}, "ws://c/ has no params, so no address"},
		{"a", Overrides{Headers: []string{"A: b"}}, "for an address without a preset"},
		{"a", Overrides{TLS: preset.TLS{Insecure: true}}, "for an address without a preset"},
	} {
		if _, err := load(t, twoFeeds).Bind([]string{test.name}, test.overrides, preset.Env{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %+v: %v, want %s", test.name, test.overrides, err, test.want)
		}
	}
}

func TestParamsThatTheDemoExchangeDoesNotUnderstandAreRefused(t *testing.T) {
	exchange, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer exchange.Close()
	env := (&Loader{Files: new(Files)}).Environment(func() (*demo.Exchange, error) { return exchange, nil })
	c := load(t, shipped(t))
	if bound, err := c.Bind([]string{"demo"}, Overrides{Params: []string{"rate=5"}}, env); err != nil || !strings.HasPrefix(bound[0].URL, exchange.URL()) {
		t.Errorf("%v", err)
	}
	if _, err := c.Bind([]string{"demo"}, Overrides{Params: []string{"fault=rain"}}, env); err == nil || !strings.HasPrefix(err.Error(), "demo: ") {
		t.Errorf("%v", err)
	}
}
