package serve

import (
	"slices"
	"testing"
)

func TestACommandLineIsNamesAndFlags(t *testing.T) {
	for line, want := range map[string][]string{
		"":                              {asksScreen},
		"kraken":                        {asksScreen, "kraken"},
		"'a b' c":                       {asksScreen, "a b", "c"},
		"tail kraken --count 5":         {asksTail, "kraken"},
		"tail --count=5 kraken okx":     {asksTail, "kraken", "okx"},
		"probe kraken --json":           {asksProbe, "kraken"},
		"-- tail":                       {asksScreen, "tail"},
		"status":                        {asksStatus},
		"tail -h":                       {asksHelp},
		"help":                          {asksHelp},
		Quote([]string{"it's", "$(x)"}): {asksScreen, "it's", "$(x)"},
	} {
		r, err := parseRequest(line)
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		if got := append([]string{r.what}, r.feeds...); !slices.Equal(got, want) {
			t.Errorf("%q asks for %q", line, got)
		}
	}
	for _, line := range []string{"tail", "probe", "probe a b", "tail a --count x", "tail a --for -1s x --nothing", "'", `a \`, "status x", "probe a --within 0s", "-x"} {
		if r, err := parseRequest(line); err == nil {
			t.Errorf("%q asks for %s %q", line, r.what, r.feeds)
		}
	}
}

// FuzzRequest: whatever a client sends is names and flags, or an error.
func FuzzRequest(f *testing.F) {
	for _, line := range []string{"", "kraken", "tail kraken --count 5", "probe 'a b' --json", "tail --match '[' x", "-h", `"\`, "tail a --label=\x1b[2J", "a\x00b", "tail a --match ((((((((((x*)*)*)*)*)*"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, err := parseRequest(line)
		if err != nil {
			return
		}
		if len(r.feeds) > mostFeeds || r.tail.Lossless || slices.Contains(r.feeds, "") || (r.what == asksTail || r.what == asksProbe) && len(r.feeds) == 0 {
			t.Errorf("%q: %+v", line, r)
		}
		quoted := Quote(append([]string{"--"}, r.feeds...))
		if r.what != asksScreen || len(quoted) > mostRequestBytes { // quotes need space, and so does what stands for bytes that are no text
			return
		}
		if again, err := parseRequest(quoted); err != nil || !slices.Equal(again.feeds, r.feeds) {
			t.Errorf("%q is %q, and quoted %v", line, r.feeds, err)
		}
	})
}
