package preset

import (
	"strings"
	"testing"
	"time"
)

func TestUnits(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"10s": 10 * time.Second, "500ms": 500 * time.Millisecond, "1m30s": 90 * time.Second, "1d": day, "2d12h": 60 * time.Hour, "1.5h": 90 * time.Minute,
	} {
		if got, err := parseDuration(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "10", "10 s", " 10s", "s", "d", "-1s", "-1d", "1d-1s", "0s", "0d", "1dd", "1x", "1.5d", "1d2", "106751d24h", "99999999999d", "1s1d"} {
		if got, err := parseDuration(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
	for text, want := range map[string]int64{
		"1B": 1, "64KiB": 64 << 10, "16MiB": 16 << 20, "1GiB": 1 << 30, "5KB": 5000, "2MB": 2e6, "1.5KiB": 1536,
	} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "16", "16 MiB", "MiB", "-1B", "0B", "0.5B", "1TB", "1kib", "9999999999999GiB", "1e999B", "0x1B", "NaNB"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
	for text, want := range map[string]float64{"5/s": 5, "0.5/s": 0.5} {
		if got, err := parseRate(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "5", "5/m", "0/s", "-1/s", "/s", "x/s", "1e999/s", "0.0000000001/s", "1000001/s"} {
		if got, err := parseRate(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
	for text, want := range map[string]CodeRange{"4400": {4400, 4400}, "4400-4403": {4400, 4403}} {
		if got, err := parseCodes(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "999", "5000", "4403-4400", "1000-", "-1", "1-2-3"} {
		if got, err := parseCodes(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"silence", "subscribe", "stale", "status", "url", "id", "interval", "connect_timeout"}
	for word, want := range map[string]string{
		"silense": "silence", "slience": "silence", "Silence": "silence", "sub": "subscribe", "subscribes": "subscribe", "ulr": "url", "uri": "url",
		"connect-timeout": "connect_timeout", "connectTimeout": "connect_timeout", "di": "id", "intervall": "interval", "stales": "stale",
		"xyz": "", "": "", "q": "", "heartbeat": "",
	} {
		if got, ok := Nearest(word, words); got != want || ok != (want != "") {
			t.Errorf("%q gives %q, %v; want %q", word, got, ok, want)
		}
	}
}

// TestAbsurdFiguresAreRefused, each with the range that there is.
func TestAbsurdFiguresAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"rate: 0.0000000001/s":                    "`rate`: this must be from 0.001/s, one message in 16m40s, to 1000000/s",
		"keepalive: {ping: true, every: 1ns}":     "`every`: this must be from 10ms to 365d",
		"keepalive: {ping: true, idle: 1000000h}": "`idle`: this must be from 10ms to 365d",
		"silence: 1ns":                            "`silence`: this must be from 10ms to 365d",
		"stale: 1ns":                              "`stale`: this must be from 10ms to 365d",
		"connect_timeout: 0s":                     "a duration must be more than zero",
		"reconnect: {max_age: 1us}":               "`max_age`: this must be from 10ms to 365d",
		"max_frame: 1B":                           "`max_frame`: this must be from 1KiB to 1GiB",
	} {
		_, err := Load([]byte("presets:\n  x:\n    url: ws://h\n    "+line+"\n"), "", nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
