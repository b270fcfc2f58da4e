package terminal

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func TestDesktop(t *testing.T) {
	const nine, seven = "\x1b]9;kraken: XBT/USD > 5\a", "\x1b]777;notify;kraken;XBT/USD > 5\a"
	for _, test := range []struct {
		environment []string
		want        string
	}{
		{nil, ""},
		{[]string{"TERM=dumb"}, ""},
		{[]string{"TERM=linux"}, ""},
		{[]string{"TERM=xterm-256color"}, nine},
		{[]string{"TERM=xterm-256color", "TERM_PROGRAM=iTerm.app"}, nine},
		{[]string{"TERM=xterm-kitty"}, nine},
		{[]string{"TERM=xterm-ghostty"}, nine},
		{[]string{"TERM=xterm-256color", "TERM_PROGRAM=WezTerm"}, seven},
		{[]string{"TERM=foot-extra"}, seven},
		{[]string{"TERM=rxvt-unicode-256color"}, seven},
		{[]string{"TERM=xterm-256color", "VTE_VERSION=7600"}, seven},
		{[]string{"TERM=tmux-256color", "TMUX=/tmp/tmux-1000/default,1,0"}, "\x1bPtmux;\x1b" + nine + "\x1b\\"},
		{[]string{"TERM=screen", "STY=1.pts-0.host"}, "\x1bP" + nine + "\x1b\\"},
	} {
		if got := DesktopOf(environment(test.environment...)).Sequence("kraken", "XBT/USD > 5"); got != test.want {
			t.Errorf("%q: %q, want %q", test.environment, got, test.want)
		}
	}
}

func TestHostileNotification(t *testing.T) {
	for _, d := range []Desktop{{protocol: osc9}, {protocol: osc777}} {
		hostile := "4;\x1b[2J\x07a\u0090\u009cb\u202ec\xff\xfe\n\n ;d\x1b\\" + strings.Repeat("é", 500)
		got := d.Sequence(hostile, hostile)
		body := strings.TrimPrefix(strings.TrimPrefix(got, "\x1b]9;"), "\x1b]777;notify;")
		body = strings.TrimSuffix(body, Bell)
		fields := 0
		if d.protocol == osc777 {
			fields = 1
		}
		if strings.ContainsAny(body, "\x1b\x07\n\u0090\u009c\u202e") || strings.Count(body, ";") != fields || !utf8.ValidString(body) ||
			utf8.RuneCountInString(body) > maxTitle+maxBody+2 || !strings.HasPrefix(body, "4, [2J a b c ,d \\é") || !strings.HasSuffix(body, "é…") {
			t.Errorf("%q", got)
		}
	}
}

func FuzzSequence(f *testing.F) {
	f.Add("kraken", "4;1;\x1b\\")
	f.Fuzz(func(t *testing.T, title, text string) {
		for _, d := range []Desktop{{protocol: osc9}, {protocol: osc777}} {
			got := d.Sequence(title, text)
			if !utf8.ValidString(got) || strings.Count(got, "\x1b") != 1 || strings.Count(got, "\a") != 1 || len(got) > 4*(maxTitle+maxBody)+30 {
				t.Fatalf("%q", got)
			}
		}
	})
}
