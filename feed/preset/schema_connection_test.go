package preset

import (
	"reflect"
	"testing"
	"time"

	"sockeye/feed/preset/lang"
)

func TestPresetHasWhatAConnectionNeeds(t *testing.T) {
	p := one(t, `
url: wss://h/x
tls: {ca: /a.pem, cert: c.pem, key: k.pem, server_name: s, insecure: true}
proxy: "socks5://${env:PROXY}"
frames: {split: "\x1e", end: "\n", prefix: '^(\d+)(?:/[^,]*,)?', json_in: [payload, a.0], decompress: zstd}
reconnect: {match: {e: move}, url: to.0, max_age: 23h, resume: {query: since, from: id}}
seq: {at: -2, step: 1, per: label}
`)
	if want := (TLS{CA: "/a.pem", Cert: "c.pem", Key: "k.pem", ServerName: "s", Insecure: true}); p.TLS != want {
		t.Errorf("tls: %+v", p.TLS)
	}
	f := p.Frames
	if f.Split != "\x1e" || f.End != "\n" || len(f.JSONIn) != 2 || f.JSONIn[1].String() != "a.0" || f.Decompress != "zstd" {
		t.Errorf("frames: %+v", f)
	}
	if got := f.Prefix.FindStringSubmatch(`42/admin,["bar"]`); !reflect.DeepEqual(got, []string{"42/admin,", "42"}) {
		t.Errorf("prefix: %q", got)
	}
	r := p.Reconnect
	if len(r.Match) != 1 || r.URL.String() != "to.0" || r.MaxAge != 23*time.Hour || r.Resume.Query != "since" || r.Resume.From.String() != "id" {
		t.Errorf("reconnect: %+v", r)
	}
	if s := p.Sequence; s.At.String() != "-2" || s.Step != 1 || s.Prev != nil || s.From != nil || !s.PerLabel {
		t.Errorf("seq: %+v", s)
	}

	for lines, want := range map[string]Sequence{
		"seq: {at: a}":                            {},
		"seq: {at: a, prev: b, per: connection}":  {Prev: &lang.Path{}},
		"seq: {at: a, from: b, per: \"label\"}":   {From: &lang.Path{}, PerLabel: true},
		"seq: {at: a, step: 5, per: connection }": {Step: 5},
	} {
		s := one(t, "url: ws://h\n"+lines).Sequence
		if s.Step != want.Step || (s.Prev == nil) != (want.Prev == nil) || (s.From == nil) != (want.From == nil) || s.PerLabel != want.PerLabel {
			t.Errorf("%s is %+v", lines, s)
		}
	}
	for yaml, want := range map[string]string{`"\0"`: "\x00", `"\n"`: "\n", `"\r\n"`: "\r\n", `'|'`: "|", `5`: "5"} {
		if got := one(t, "url: ws://h\nframes: {split: "+yaml+"}").Frames.Split; got != want {
			t.Errorf("split %s is %q, want %q", yaml, got, want)
		}
	}
	if p := one(t, "url: ws://h"); p.Sequence != nil || p.Hello != nil || !p.Proxy.IsZero() || p.TLS != (TLS{}) || p.Frames.Prefix != nil || p.Reconnect.Resume != nil {
		t.Errorf("out of nothing: %+v", p)
	}
}

func TestPrefixIsAnchored(t *testing.T) {
	for text, ok := range map[string]bool{
		`^(a)`: true, `(^a)`: true, `^(a)|^b`: true, `\A(a)`: true, `^()`: true, `(?:^(a)|(?:^b))`: true, `(?i)^(a)`: true,
		`(a)`: false, `a^(b)`: false, `^(a)|b`: false, `(?m)^(a)`: false, `^a`: false, `^(?:a)`: false, `^(`: false, ``: false, `(^)?(a)`: false,
	} {
		if re, err := parsePrefix(text); (err == nil) != ok || ok && re == nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
