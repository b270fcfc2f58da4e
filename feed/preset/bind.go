package preset

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// Env is where a preset finds what it does not say itself. A nil field is an empty environment.
type Env struct {
	LookupEnv func(name string) (string, bool)
	ReadFile  func(path string) ([]byte, error)
	Demo      func() (string, error) // address of the demo exchange, started when first asked for: ws://127.0.0.1:PORT
}

// Bound is a preset with its params replaced, its environment read, its URL, proxy and headers filled in.
// It is read-only and may be shared.
type Bound struct {
	*Preset
	URL        string
	ShownURL   string                // URL with secrets as •••, for the screen and the log
	Proxy      string                // http:// or socks5:// address; "" is what the environment says
	ShownProxy string                // Proxy with secrets as •••
	Header     http.Header           // holds secrets: never shown; see [Bound.HeaderFor]
	Symbols    []string              // what is subscribed from the start; the preset's name where it has no `symbols`
	OpenEnded  bool                  // the preset has `params.symbols`: symbols can be added and removed
	values     map[string]lang.Value // params and everything that was read, by the name of the placeholder
	shown      map[string]lang.Value // secrets as •••, and the params as they read then
	secrets    *finder

	shownSymbols  map[string]string // symbols that hold secrets, without them
	secretHeaders []string          // the names of headers that hold secrets
}

// Override replaces a param from the command line. Text is used as it stands, except that it is read as
// YAML if it begins with a quote or with `[`. A text for `symbols` is a list, split at its commas.
type Override struct{ Name, Text string }

// Bind reads the environment, once, and returns the preset ready to run. Of several overrides of one param the last
// counts. What an overridden param would have read is not read. The error is a [yamldoc.Problems] with everything
// that is wrong: what is not set, a param that the preset does not have, an address that is none after
// filling in. It holds no secret.
func (p *Preset) Bind(env Env, overrides []Override) (*Bound, error) {
	b := &binder{
		Bound: &Bound{
			Preset: p, Header: make(http.Header),
			values: make(map[string]lang.Value), shown: make(map[string]lang.Value),
		},
		env:      env,
		replaced: make(map[string]lang.Value),
	}
	for _, o := range overrides {
		b.override(o)
	}
	b.references()
	if len(b.problems) == 0 {
		b.demo()
	}
	// Whatever follows would only repeat what is missing already.
	if len(b.problems) == 0 {
		b.params()
		b.secrets = finderOf(b.hidden)
		b.symbols()
		b.address()
		b.proxy()
		b.headers()
		b.secrets = finderOf(b.hidden)
	}
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	return b.Bound, nil
}

// Warnings returns what Bind would miss in the environment, sorted by position. It does not start the demo exchange.
func (p *Preset) Warnings(env Env) []yamldoc.Problem {
	b := &binder{Bound: &Bound{Preset: p, values: make(map[string]lang.Value), shown: make(map[string]lang.Value)}, env: env}
	b.references()
	b.problems.Sort()
	for i := range b.problems {
		b.problems[i].Warning = true
	}
	return b.problems
}

// Lookup returns the value of a param, or of an `env:`, `secret:` or `demo` placeholder that the preset uses.
// It makes a Bound a [lang.Scope].
func (b *Bound) Lookup(name string) (lang.Value, bool) {
	v, ok := b.values[name]
	return v, ok
}

// MaxSecret is how many bytes a secret may have. Servers accept headers of 8 or 16 KiB at the most.
const MaxSecret = 8 << 10

// binder makes a Bound.
type binder struct {
	*Bound
	env      Env
	replaced map[string]lang.Value // params from the command line
	hidden   []string              // secrets
	user     *url.Userinfo         // of the URL, nil without
	problems yamldoc.Problems
}

func (b *binder) report(line, column int, hint, format string, args ...any) {
	b.problems = append(b.problems, b.src.Problem(line, column, hint, fmt.Sprintf(format, args...)))
}

// override replaces a param by one of the command line.
func (b *binder) override(o Override) {
	names := make([]string, len(b.Params))
	for i, p := range b.Params {
		names[i] = p.Name
	}
	if !slices.Contains(names, o.Name) {
		hint := "it has none"
		if len(names) > 0 {
			hint = yamldoc.Hint(o.Name, names, "it has "+yamldoc.QuoteAll(names))
		}
		b.problems = append(b.problems, yamldoc.Problem{
			Message: fmt.Sprintf("the preset `%s` has no param `%s`", b.Name, o.Name), Hint: hint,
		})
		return
	}
	v, problems := o.value()
	b.problems = append(b.problems, problems...)
	b.replaced[o.Name] = v
}

// value reads the text of an override.
func (o Override) value() (lang.Value, yamldoc.Problems) {
	text := strings.TrimSpace(o.Text)
	var v lang.Value
	if text != "" && strings.IndexByte(`["'`, text[0]) >= 0 {
		src := yamldoc.NewSource("-p "+o.Name, []byte(text))
		n := src.Parse()
		if n == nil || len(src.Problems) > 0 {
			return v, src.Problems
		}
		v = n.Value()
	} else {
		v.Kind, v.Text = lang.PlainKind(text)
	}
	if o.Name != "symbols" || v.Kind == lang.List {
		return v, nil
	}
	list := lang.Value{Kind: lang.List}
	for symbol := range strings.SplitSeq(v.Text, ",") {
		if symbol = strings.TrimSpace(symbol); symbol != "" {
			list.Items = append(list.Items, lang.TextValue(symbol))
		}
	}
	return list, nil
}

// references reads everything that the preset needs of its environment, but the demo exchange.
func (b *binder) references() {
	missing := make(map[string]bool)
	for _, ref := range b.refs {
		_, replaced := b.replaced[ref.param]
		_, known := b.values[ref.name]
		if ref.name == "demo" || replaced || known || missing[ref.name] {
			continue
		}
		text, err := b.env.read(ref.name)
		if err != nil {
			missing[ref.name] = true
			b.report(ref.line, ref.column, "", "%v", err)
			continue
		}
		if isSecret := strings.HasPrefix(ref.name, secretPrefix); isSecret && len(text) > MaxSecret {
			missing[ref.name] = true
			b.report(ref.line, ref.column, "is it the right one?", "the secret `%s` has more than %d bytes", strings.TrimPrefix(ref.name, secretPrefix), MaxSecret)
			continue
		}
		b.values[ref.name] = lang.TextValue(text)
		if strings.HasPrefix(ref.name, secretPrefix) {
			b.shown[ref.name] = lang.TextValue(hiddenText)
			b.hidden = append(b.hidden, text)
		}
	}
}

// read returns the value of an `env:` or `secret:` placeholder.
func (e Env) read(name string) (string, error) {
	if path, ok := strings.CutPrefix(name, secretPrefix+"@"); ok {
		if e.ReadFile == nil {
			return "", fmt.Errorf("the file of the secret, %s, cannot be read here", path)
		}
		text, err := e.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("the file of the secret cannot be read: %w", err)
		}
		// An editor ends the last line of a file, which is no part of the secret.
		secret := strings.TrimRight(string(text), "\r\n")
		if secret == "" {
			return "", fmt.Errorf("the file of the secret, %s, is empty", path)
		}
		return secret, nil
	}
	variable, isSecret := strings.CutPrefix(name, secretPrefix)
	variable = strings.TrimPrefix(variable, envPrefix)
	if e.LookupEnv != nil {
		if text, ok := e.LookupEnv(variable); ok && (text != "" || !isSecret) {
			return strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r"), nil
		}
	}
	return "", fmt.Errorf("the environment variable %s is not set: set it before you open this preset", variable)
}

// demo asks for the demo exchange, if the preset uses it.
func (b *binder) demo() {
	at := slices.IndexFunc(b.refs, func(ref reference) bool {
		_, replaced := b.replaced[ref.param]
		return ref.name == "demo" && !replaced
	})
	if at < 0 {
		return
	}
	ref := b.refs[at]
	if b.env.Demo == nil {
		b.report(ref.line, ref.column, "", "there is no demo exchange here")
		return
	}
	address, err := b.env.Demo()
	if err != nil {
		b.report(ref.line, ref.column, "", "the demo exchange does not start: %v", err)
		return
	}
	b.values["demo"] = lang.TextValue(address)
}

// params fills the params in.
func (b *binder) params() {
	values, shown := make(map[string]lang.Value), make(map[string]lang.Value)
	for _, p := range b.Params {
		if v, ok := b.replaced[p.Name]; ok {
			values[p.Name] = v
			continue
		}
		v, err := p.Value.Eval(b)
		if err != nil {
			b.report(b.Position.Line, b.Position.Column, "", "the param `%s`: %v", p.Name, err)
			continue
		}
		values[p.Name] = v
		if without, err := p.Value.Eval(b.Redacted()); err == nil {
			shown[p.Name] = without
		}
	}
	for name, v := range values {
		b.values[name] = v
	}
	for name, v := range shown {
		b.shown[name] = v
	}
}

// symbols sets what is subscribed from the start.
func (b *binder) symbols() {
	list, ok := b.values["symbols"]
	if !ok {
		b.Symbols = []string{b.Name}
		return
	}
	b.OpenEnded = true
	shown := b.shown["symbols"]
	for i, v := range list.Items {
		text := v.String()
		switch {
		case v.Kind != lang.String && v.Kind != lang.Number || text == "":
			b.report(b.Position.Line, b.Position.Column, "", "a symbol of the preset `%s` is empty, or is no text", b.Name)
		case !slices.Contains(b.Symbols, text):
			b.Symbols = append(b.Symbols, text)
			if i >= len(shown.Items) {
				break // from the command line: nothing of it is a secret by its place
			}
			if without := shown.Items[i].String(); without != text {
				if b.shownSymbols == nil {
					b.shownSymbols = make(map[string]string)
				}
				b.shownSymbols[text] = b.Redact(without)
			}
		}
	}
}

// address fills the URL in.
func (b *binder) address() {
	full, err := fillURL(b.Preset.URL, b)
	if err != nil {
		b.report(b.urlLine, b.urlColumn, "", "%v", err)
		return
	}
	// The same template, so nothing can fail here that has not above.
	shown, _ := fillURL(b.Preset.URL, b.Redacted())
	shown = hideUser(b.Redact(strings.ReplaceAll(shown, url.QueryEscape(hiddenText), hiddenText)))
	if problem, hint := addressProblem(full, shown); problem != "" {
		b.report(b.urlLine, b.urlColumn, hint, "filled in, %s", problem)
		return
	}
	b.URL, b.ShownURL = lowerScheme(full), lowerScheme(shown)
	if u, _ := url.Parse(b.URL); u.User != nil {
		b.withoutUser(u)
	}
}

// lowerScheme returns an address with its scheme in lower case, as a dialer expects it.
func lowerScheme(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	return strings.ToLower(scheme) + "://" + rest
}

// proxy fills the address of the proxy in, if there is one.
func (b *binder) proxy() {
	if b.Preset.Proxy.IsZero() {
		return
	}
	fail := func(format string, args ...any) { b.report(b.proxyLine, b.proxyColumn, "", format, args...) }
	var err error
	if b.Proxy, b.ShownProxy, err = b.fill(b.Preset.Proxy); err != nil {
		fail("%v", err)
		return
	}
	b.Proxy = lowerScheme(b.Proxy)
	b.ShownProxy = proxyPassword.ReplaceAllString(lowerScheme(b.ShownProxy), "$1"+hiddenText+"@")
	u, err := url.Parse(b.Proxy)
	if err == nil {
		if password, ok := u.User.Password(); ok {
			b.hidden = append(b.hidden, password, u.User.Username()+":"+password)
		}
	}
	switch {
	case !hasScheme(b.Proxy, proxySchemes):
		fail("filled in, this is `%s`, and does not begin with `http://` or `socks5://`", b.ShownProxy)
	case err != nil || u.Hostname() == "":
		fail("filled in, this is `%s`, which is no address of a proxy", b.ShownProxy)
	}
}

// fill fills a template in, as it is and as it may be shown.
func (b *binder) fill(t lang.Template) (full, shown string, err error) {
	if full, err = t.Text(b); err != nil {
		return "", "", err
	}
	if shown, err = t.Text(b.Redacted()); err != nil {
		return "", "", err
	}
	return full, b.Redact(shown), nil
}

// headers fills the headers in.
func (b *binder) headers() {
	for _, h := range b.Headers {
		text, err := fillHeader(h.Value, b)
		if err != nil {
			b.report(h.line, h.column, "", "%v", err)
			continue
		}
		if i := strings.IndexFunc(text, isForbidden); i >= 0 {
			b.report(h.line, h.column, "", "the header `%s` holds %s, which cannot stand in one", h.Name, nameOf(rune(text[i])))
			continue
		}
		b.Header.Add(h.Name, text)
		if shown, err := h.Value.Text(b.Redacted()); err != nil || b.Redact(shown) != text {
			b.secretHeaders = append(b.secretHeaders, h.Name)
		}
	}
	if b.user != nil && b.Header.Get("Authorization") == "" {
		b.Header.Set("Authorization", basic(b.user))
		b.secretHeaders = append(b.secretHeaders, "Authorization")
	}
}
