package config

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestServe(t *testing.T) {
	t.Setenv("HOME", "/home/ops")
	for text, want := range map[string]Serve{
		"{}": {Listen: "127.0.0.1:2323", MaxSessions: 1000},
		"{listen: \":22\", keys: ~/keys, max_sessions: 5, idle: 8h, allow: [write, run]}": {Listen: ":22", Keys: "/home/ops/keys", MaxSessions: 5, Idle: 8 * time.Hour, Allow: []string{"write", "run"}},
		"{idle: off}": {Listen: "127.0.0.1:2323", MaxSessions: 1000},
	} {
		l := Loader{BuiltIn: []byte("presets: {}\n"), Files: new(Files)}
		c, err := l.Parse("f.yaml", []byte("serve: "+text+"\n"))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if !reflect.DeepEqual(c.Serve, want) {
			t.Errorf("%s is %+v", text, c.Serve)
		}
		if again, err := l.Parse("again.yaml", []byte(c.YAML())); text != "{}" && (err != nil || !reflect.DeepEqual(again.Serve, want)) {
			t.Errorf("%s is printed as\n%s%v", text, c.YAML(), err)
		}
	}
	for text, want := range map[string]string{
		"{keys: keys}":        "`keys` must begin with / or ~/",
		"{max_sessions: 0}":   "max_sessions",
		"{allow: [shell]}":    "`allow` is a list of",
		"{idle: soon}":        "idle",
		"{liste: \":22\"}":    "did you mean `listen`",
		"{allow: everything}": "allow",
	} {
		l := Loader{BuiltIn: []byte("presets: {}\n"), Files: new(Files)}
		if _, err := l.Parse("f.yaml", []byte("serve: "+text+"\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
