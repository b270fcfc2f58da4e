package config

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/recording"
)

func TestRecordSaysWhereAndHowMuchIsKept(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_STATE_HOME", "")
	state := filepath.Join(home, ".local", "state", "sockeye", "recordings")
	for text, want := range map[string]recording.Folder{
		"ui: {fps: 5}": {Path: state, Keep: 24 * time.Hour, Max: 10 << 30},
		"record: {dir: /var/feeds, keep: 48h, max: 1GiB}": {Path: "/var/feeds", Keep: 48 * time.Hour, Max: 1 << 30},
		"record: {dir: ~/feeds}":                          {Path: filepath.Join(home, "feeds"), Keep: 24 * time.Hour, Max: 10 << 30},
		"record: {max: 20MiB}":                            {Path: state, Keep: 24 * time.Hour, Max: 20 << 20},
	} {
		c, err := parse(shipped(t), "f", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if c.Record != want {
			t.Errorf("%s: %+v", text, c.Record)
		}
		again, err := parse(shipped(t), "again", []byte(c.YAML()))
		if err != nil || again.Record != want {
			t.Errorf("%s: what is printed is read as %+v, %v", text, again, err)
		}
	}
}

func TestWhatIsWrongWithRecordIsReported(t *testing.T) {
	for text, want := range map[string]string{
		"record: [a]":         "map",
		"record: {dir: ''}":   "`dir`",
		"record: {dir: here}": "`dir` must begin with / or ~/",
		"record: {keep: 5}":   "`keep`",
		"record: {keep: 1s}":  "1m at least",
		"record: {max: 1KiB}": "1MiB at least",
		"record: {max: much}": "`max`",
		"record: {keeps: 5m}": "did you mean `keep`",
	} {
		if _, err := parse(shipped(t), "f", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
