package preset

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// environment returns an Env of these variables, with real files.
func environment(vars map[string]string) Env {
	return Env{
		LookupEnv: func(name string) (string, bool) { v, ok := vars[name]; return v, ok },
		ReadFile:  os.ReadFile,
		Demo:      func() (string, error) { return "ws://127.0.0.1:4000", nil },
	}
}

func bind(t testing.TB, p *Preset, vars map[string]string, overrides ...Override) *Bound {
	t.Helper()
	b, err := p.Bind(environment(vars), overrides)
	if err != nil {
		t.Fatalf("not bound:\n%v", err)
	}
	return b
}

func TestBindFillsPlaceholdersIn(t *testing.T) {
	file := filepath.ToSlash(filepath.Join(t.TempDir(), "token")) // a backslash of Windows would begin an escape in YAML
	if err := os.WriteFile(file, []byte("file secret\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := one(t, `
url: "wss://${env:HOST}/${path}?k=${secret:KEY}&n=${n}&s=${symbols}"
headers: {authorization: "Bearer ${secret:@`+file+`}", X-N: 5}
params: {symbols: [A, "${env:HOST}", B], n: 0x1F, path: "p-${secret:KEY}"}
subscribe: {send: "${symbols}"}
`)
	b := bind(t, p, map[string]string{"HOST": "h.example", "KEY": "k3y-s3cret"}, Override{"n", "1"}, Override{"n", "1.50"})
	if want := "wss://h.example/p-k3y-s3cret?k=k3y-s3cret&n=1.50&s=A,h.example,B"; b.URL != want {
		t.Errorf("URL %s, want %s", b.URL, want)
	}
	if want := "wss://h.example/p-•••?k=•••&n=1.50&s=A,h.example,B"; b.ShownURL != want {
		t.Errorf("shown URL %s, want %s", b.ShownURL, want)
	}
	if b.Header.Get("Authorization") != "Bearer file secret" || b.Header.Get("X-N") != "5" {
		t.Errorf("header %v", b.Header)
	}
	if !reflect.DeepEqual(b.Symbols, []string{"A", "h.example", "B"}) || !b.OpenEnded {
		t.Errorf("symbols %q, %v", b.Symbols, b.OpenEnded)
	}
	for name, want := range map[string]string{
		"n": "1.50", "env:HOST": "h.example", "secret:KEY": "k3y-s3cret", "secret:@" + file: "file secret", "path": "p-k3y-s3cret",
	} {
		if v, ok := b.Lookup(name); !ok || v.String() != want {
			t.Errorf("%s is %q, %v; want %q", name, v.String(), ok, want)
		}
	}
	for name, want := range map[string]string{"n": "1.50", "env:HOST": "h.example", "secret:KEY": "•••", "secret:@" + file: "•••", "path": "p-•••"} {
		if v, ok := b.Redacted().Lookup(name); !ok || v.String() != want {
			t.Errorf("redacted, %s is %q, %v; want %q", name, v.String(), ok, want)
		}
	}
	if _, ok := b.Lookup("symbol"); ok {
		t.Error("symbol has a value outside of a subscription")
	}
}

func TestAPresetWithoutSymbolsSubscribesItsName(t *testing.T) {
	b := bind(t, one(t, `url: "${demo}/x"`), nil)
	if b.URL != "ws://127.0.0.1:4000/x" || b.OpenEnded || !reflect.DeepEqual(b.Symbols, []string{"x"}) {
		t.Errorf("%+v", b)
	}
}

func TestAnOverrideIsReadAsItIsTyped(t *testing.T) {
	p := one(t, "url: ws://h\nparams: {symbols: [A], a: \"${env:UNSET}\", b: 1}")
	tests := []struct {
		name, text string
		want       lang.Value
	}{
		{"a", "1.10", lang.Value{Kind: lang.Number, Text: "1.10"}},
		{"a", "true", lang.Value{Kind: lang.Bool, Text: "true"}},
		{"a", "on", lang.TextValue("on")},
		{"a", "", lang.Value{}},
		{"a", "a: b #c", lang.TextValue("a: b #c")},
		{"a", "@*&!", lang.TextValue("@*&!")},
		{"a", `"5"`, lang.TextValue("5")},
		{"a", "[x, 5]", lang.ListValue(lang.TextValue("x"), lang.NumberValue(5))},
		{"a", "${env:X}", lang.TextValue("${env:X}")},
		{"symbols", "X,Y , X", lang.ListValue(lang.TextValue("X"), lang.TextValue("Y"), lang.TextValue("X"))},
		{"symbols", "[X, 'Y,Z']", lang.ListValue(lang.TextValue("X"), lang.TextValue("Y,Z"))},
		{"symbols", "", lang.Value{Kind: lang.List}},
	}
	for _, test := range tests {
		overrides := []Override{{"a", "unless replaced"}, {test.name, test.text}}
		b := bind(t, p, nil, overrides...)
		if v, _ := b.Lookup(test.name); !reflect.DeepEqual(v, test.want) {
			t.Errorf("%s=%s is %+v, want %+v", test.name, test.text, v, test.want)
		}
	}
	b := bind(t, p, nil, Override{"a", ""}, Override{"symbols", "X,Y,X"})
	if !reflect.DeepEqual(b.Symbols, []string{"X", "Y"}) {
		t.Errorf("symbols %q", b.Symbols)
	}
}

func TestBindReportsEverythingAtOnce(t *testing.T) {
	p := one(t, `
url: "wss://${env:HOST}/${secret:KEY}"
headers: {A: "${secret:@/no/such/file}", B: "${secret:EMPTY}"}
params: {a: "${env:OTHER}", n: 1}
`)
	env := environment(map[string]string{"EMPTY": ""})
	_, missing := os.Open("/no/such/file") // systems say it in their own words
	_, err := p.Bind(env, []Override{{"nn", "1"}, {"zzz", "1"}, {"n", "[1"}})
	if err == nil {
		t.Fatal("bound")
	}
	want := `the preset ` + "`x`" + ` has no param ` + "`nn`" + `
    did you mean ` + "`n`" + `?
the preset ` + "`x`" + ` has no param ` + "`zzz`" + `
    it has ` + "`a`, `n`" + `
-p n:1:1: this is not YAML: sequence end token ']' not found
    [1
    ^
test.yaml:3:17: the environment variable HOST is not set: set it before you open this preset
    url: "wss://${env:HOST}/${secret:KEY}"
                ^
test.yaml:3:29: the environment variable KEY is not set: set it before you open this preset
    url: "wss://${env:HOST}/${secret:KEY}"
                            ^
test.yaml:4:19: the file of the secret cannot be read: ` + missing.Error() + `
    headers: {A: "${secret:@/no/such/file}", B: "${secret:EMPTY}"}
                  ^
test.yaml:4:50: the environment variable EMPTY is not set: set it before you open this preset
    headers: {A: "${secret:@/no/such/file}", B: "${secret:EMPTY}"}
                                                 ^
test.yaml:5:18: the environment variable OTHER is not set: set it before you open this preset
    params: {a: "${env:OTHER}", n: 1}
                 ^`
	if got := unindented(err.Error()); got != unindented(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}

	warnings := p.Warnings(env)
	if len(warnings) != 5 || !warnings[0].Warning || warnings[0].Line != 3 || !strings.Contains(warnings[0].String(), "warning: the environment variable HOST") {
		t.Errorf("warnings %v", warnings)
	}
	if w := p.Warnings(environment(map[string]string{"HOST": "h", "KEY": "k", "EMPTY": "e", "OTHER": "o"})); len(w) != 1 {
		t.Errorf("warnings %v", w)
	}
}

// unindented removes the indentation of the lines, since a test's lines stand elsewhere than a file's.
func unindented(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.Join(lines, "\n")
}

func TestBindRefusesAddressesAndHeaders(t *testing.T) {
	tests := []struct{ lines, vars, want string }{
		{`url: "${env:V}"`, "http://h", "does not begin with `ws://`"},
		{`url: "${env:V}"`, "ws://", "is no address"},
		{`url: "ws://${env:V}"`, "h/%zz", "is no address"},
		{`url: "ws://h/${env:V|raw}"`, "a b", "the value of `${env:V}` holds a blank, which cannot stand in an address"},
		{`url: "ws://h/${env:V|raw}"`, "#a", "has a `#`, and an address of a WebSocket has none"},
		{`url: "ws${env:V}"`, "", "does not begin with"},
		{"url: ws://h\nproxy: \"${env:V}\"", "https://p", "does not begin with `http://` or `socks5://`"},
		{"url: ws://h\nproxy: \"http://${env:V}\"", ":80", "is no address of a proxy"},
		{"url: ws://h\nproxy: \"socks5://${env:V}\"", "%zz", "is no address of a proxy"},
		{"url: ws://h\nproxy: \"${env:V}\"", "", "does not begin with"},
		{"url: ws://h\nheaders: {X: \"${env:V}\"}", "a\nb", "the value of `${env:V}` holds a line break, which cannot stand in a header"},
		{"url: ws://h\nparams: {symbols: [\"${env:V}\"]}", "", "a symbol"},
	}
	for _, test := range tests {
		_, err := one(t, test.lines).Bind(environment(map[string]string{"V": test.vars}), nil)
		var problems yamldoc.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].Message, test.want) || problems[0].Line == 0 {
			t.Errorf("%s with %q: %v; want %q", test.lines, test.vars, err, test.want)
		}
	}
}

func TestBindFillsTheProxyIn(t *testing.T) {
	p := one(t, "url: wss://h\nproxy: \"${env:SCHEME}://me:${secret:PASSWORD}@p:1080\"")
	vars := map[string]string{"SCHEME": "socks5", "PASSWORD": "pw"}
	b := bind(t, p, vars)
	if b.Proxy != "socks5://me:pw@p:1080" || b.ShownProxy != "socks5://me:•••@p:1080" {
		t.Errorf("proxy %s, shown %s", b.Proxy, b.ShownProxy)
	}
	if b := bind(t, one(t, "url: wss://h"), nil); b.Proxy != "" || b.ShownProxy != "" {
		t.Errorf("out of nothing: %q, %q", b.Proxy, b.ShownProxy)
	}
	if b := bind(t, one(t, "url: wss://h\nproxy: http://p"), nil); b.Proxy != "http://p" || b.ShownProxy != b.Proxy {
		t.Errorf("proxy %s, shown %s", b.Proxy, b.ShownProxy)
	}
}

func TestErrorsHoldNoSecret(t *testing.T) {
	p := one(t, `
url: "${secret:SCHEME}://host/${secret:PATH}"
proxy: "http://u:${secret:PROXY}@p"
headers: {X: "${secret:HEADER}"}
`)
	vars := map[string]string{"SCHEME": "http-secret", "PATH": "%zz-secret", "PROXY": "/%zz-secret", "HEADER": "a\nb-secret"}
	_, err := p.Bind(environment(vars), nil)
	if err == nil || strings.Contains(err.Error(), "-secret") {
		t.Errorf("%v", err)
	}
}

func TestBindReportsAMissingDemo(t *testing.T) {
	p := one(t, `url: "${demo}/"`)
	if _, err := p.Bind(Env{}, nil); err == nil || !strings.Contains(err.Error(), "no demo exchange") {
		t.Errorf("%v", err)
	}
	env := Env{Demo: func() (string, error) { return "", errors.New("no port") }}
	if _, err := p.Bind(env, nil); err == nil || !strings.Contains(err.Error(), "no port") {
		t.Errorf("%v", err)
	}
}

func TestRedactHidesEverySecret(t *testing.T) {
	p := one(t, "url: ws://h\nheaders: {X: \"${secret:A}${secret:B}${secret:C}${secret:D}${secret:E}\"}")
	b := bind(t, p, map[string]string{"A": "secret", "B": "secret-and-more", "C": "short", "D": `q"u/o te`, "E": "a/b&c<d>"})
	for text, want := range map[string]string{
		"a secret here":           "a ••• here",
		"secret-and-more, secret": "•••, •••",
		"a short one":             "a short one",
		`q"u/o te`:                "•••",
		`{"t":"q\"u/o te"}`:       `{"t":"•••"}`,
		"?t=q%22u%2Fo+te":         "?t=•••",
		`{"t":"q\"u\/o te"}`:      `{"t":"•••"}`,
		`["a\/b&c<d>","a/b\u0026c\u003cd\u003e"]`: `["•••","•••"]`,
		"": "",
	} {
		if got := b.Redact(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if !b.HasSecrets() {
		t.Error("there are no secrets")
	}
	for _, lines := range []string{"url: ws://h\nparams: {symbols: [A], a: 1}", `url: "ws://h/${secret:C}"`} {
		if plain := bind(t, one(t, lines), map[string]string{"C": "short"}); plain.Redact("x") != "x" || plain.HasSecrets() {
			t.Errorf("%s has secrets that can be found", lines)
		}
	}
}

func TestBindRefusesLargeSecrets(t *testing.T) {
	p := one(t, `url: "ws://h/${secret:S}"`)
	bind(t, p, map[string]string{"S": strings.Repeat("a", MaxSecret)})
	_, err := p.Bind(environment(map[string]string{"S": strings.Repeat("a", MaxSecret+1)}), nil)
	if err == nil || !strings.Contains(err.Error(), "the secret `S` has more than 8192 bytes") {
		t.Errorf("%v", err)
	}
}
