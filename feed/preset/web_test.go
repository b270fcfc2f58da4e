package preset

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"sockeye/feed/preset/yamldoc"
)

func TestPlaceholdersAreEscapedInAURL(t *testing.T) {
	vars := map[string]string{"V": "a&b=c d/é\n", "HOST": "h.example:8080/base", "P": "p@ss/w"}
	for template, want := range map[string]string{
		"ws://h/feed?token=${env:V}&x=1": "ws://h/feed?token=a%26b%3Dc%20d%2F%C3%A9&x=1",
		"ws://h/${env:V}/x":              "ws://h/a&b=c%20d%2F%C3%A9/x",
		"ws://${env:HOST}/x?s=${list}":   "ws://h.example:8080/base/x?s=A%2FB,C",
		"ws://h/${env:HOST|raw}":         "ws://h/h.example:8080/base",
		"ws://${env:HOST}?q=${n}":        "ws://h.example:8080/base?q=1.50",
	} {
		b := bind(t, one(t, "url: \""+template+"\"\nparams: {list: [A/B, C], n: 1.50}"), vars)
		if b.URL != want || b.ShownURL != want {
			t.Errorf("%s is %s, shown %s; want %s", template, b.URL, b.ShownURL, want)
		}
	}
	b := bind(t, one(t, "url: ws://h/?${secret:V}${p}\nparams: {p: \"x ${secret:V}\"}"), vars)
	if b.ShownURL != "ws://h/?•••x%20•••" {
		t.Error(b.ShownURL)
	}
}

func TestOneNewlineOfAVariableIsCut(t *testing.T) {
	p := one(t, "url: ws://h\nheaders: {A: \"Bearer ${secret:TOK}\"}")
	for text, want := range map[string]string{"t0ken-x\n": "Bearer t0ken-x", "t0ken-x\r\n": "Bearer t0ken-x"} {
		if b := bind(t, p, map[string]string{"TOK": text}); b.Header.Get("A") != want {
			t.Errorf("%q: %q", text, b.Header.Get("A"))
		}
	}
	if _, err := p.Bind(environment(map[string]string{"TOK": "a\n\n"}), nil); err == nil || !strings.Contains(err.Error(), "`${secret:TOK}` holds a line break") {
		t.Error(err)
	}
}

func TestUserAndPasswordBecomeAHeader(t *testing.T) {
	for template, password := range map[string]string{"ws://user:geheim@h/x": "geheim", "ws://user:${secret:PW}@h/x": "p@s/w"} {
		p := one(t, "url: \""+template+"\"\nheaders: {X: y}")
		b := bind(t, p, map[string]string{"PW": "p@s/w"})
		request := &http.Request{Header: b.Header}
		user, got, _ := request.BasicAuth()
		if b.URL != "ws://h/x" || b.ShownURL != "ws://•••@h/x" || user != "user" || got != password {
			t.Errorf("%s: %s, %s, %s, %s", template, b.URL, b.ShownURL, user, got)
		}
		if shown := b.Redact(b.Header.Get("Authorization")); shown != "Basic •••" {
			t.Errorf("%s: shown as %s", template, shown)
		}
		if shown := p.ShownURL(); shown != "ws://•••@h/x" {
			t.Error(shown)
		}
	}
}

func TestSecretsGoToTheirOwnHostAlone(t *testing.T) {
	p := one(t, `
url: wss://api.example.com/feed
headers: {Authorization: "Bearer ${secret:TOK}", User-Agent: x}
reconnect: {match: [{a: b}], url: c, hosts: ["*.feeds.example.com", "127.0.0.1:9242"]}
`)
	b := bind(t, p, map[string]string{"TOK": "abc"})
	for address, own := range map[string]bool{
		"wss://api.example.com/other": true, "wss://API.example.com:443": true, "wss://api.example.com:444": false,
		"wss://api.example.com.evil.net": false, "wss://a.feeds.example.com:99": true, "wss://feeds.example.com": false,
		"wss://127.0.0.1:9242": true, "wss://127.0.0.1:9243": false, "wss://localhost": false, "wss://api.example.com@evil.net": false, "": false,
	} {
		if b.Own(address) != own {
			t.Errorf("%s is its own: %t", address, !own)
		}
		header, leftOut := b.HeaderFor(address)
		if (header.Get("Authorization") != "") != own || (leftOut == nil) != own || header.Get("User-Agent") != "x" {
			t.Errorf("%s gets %v, without %v", address, header, leftOut)
		}
	}
}

// TestAddressesAreRefusedWithTheRightSpelling, on a command line and in a preset.
func TestAddressesAreRefusedWithTheRightSpelling(t *testing.T) {
	for address, want := range map[string][]string{
		"ws://::1:9/":     {"an IPv6 address without brackets", "[::1]:9"},
		"ws://fe80::1/":   {"an IPv6 address without brackets", "[fe80::1]"},
		"ws://h/#a":       {"a `#`, and", "%23"},
		"ws:///x":         {"is no address"},
		"ws://h:99999/":   {"has the port 99999", "65535"},
		"ws://h:0":        {"has the port 0"},
		"ws://h /a b":     {"is no address"},
		"http://h":        {"`ws://` or `wss://`"},
		"ws://u:secret@/": {"is no address", "•••@"},
	} {
		_, err := BindAddress(address, Env{}, nil, nil, TLS{})
		for _, part := range want {
			if err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v, want %s", address, err, part)
			}
		}
		_, err = Parse("f", []byte("presets: {x: {url: \""+address+"\"}}"))
		if problems := (yamldoc.Problems)(nil); !errors.As(err, &problems) || !strings.Contains(problems[0].Message+problems[0].Hint, strings.Split(want[0], " `")[0]) {
			t.Errorf("%s in a preset: %v", address, err)
		}
	}
	for _, address := range []string{"WS://h/x", "WSS://h", "ws://[::1]:9/", "ws://u:p@h"} {
		b, err := BindAddress(address, Env{}, nil, nil, TLS{})
		if err != nil || !hasScheme(b.URL[:strings.Index(b.URL, "://")+3], []string{"ws://", "wss://"}) || b.URL[:2] != "ws" {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAnAddressHasTheTLSOfTheCommandLine(t *testing.T) {
	want := TLS{CA: "/ca: x.pem", Insecure: true}
	b, err := BindAddress("wss://h", Env{}, nil, nil, want)
	if err != nil || !reflect.DeepEqual(b.TLS, want) {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := BindAddress("ws://h", Env{}, nil, nil, want); err == nil || !strings.Contains(err.Error(), "--ca and --insecure") {
		t.Error(err)
	}
}

func TestHostsAreChecked(t *testing.T) {
	for hosts, want := range map[string]string{
		"hosts: [\"wss://h/x\"]": "`wss://h/x` is no host", "hosts: [\"\"]": "`` is no host", "hosts: a": "a list of hosts", "hosts: [[a]]": "a text",
	} {
		_, err := Parse("f", []byte("presets: {x: {url: ws://h, reconnect: {match: [{a: b}], url: c, "+hosts+"}}}"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", hosts, err)
		}
	}
	if _, err := Parse("f", []byte("presets: {x: {url: ws://h, reconnect: {hosts: [h]}}}")); err == nil || !strings.Contains(err.Error(), "add `url:`") {
		t.Error(err)
	}
}
