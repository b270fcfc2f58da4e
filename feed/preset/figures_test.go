package preset

import (
	"strings"
	"testing"
)

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
		_, err := Parse("f", []byte("presets:\n  x:\n    url: ws://h\n    "+line+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
