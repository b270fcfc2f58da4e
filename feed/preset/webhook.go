package preset

import (
	"errors"
	"net/url"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// Webhook is an address that is called when something happens. It may hold placeholders for the environment and for secrets.
type Webhook struct {
	template     lang.Template
	src          *yamldoc.Source
	refs         []reference
	line, column int
}

var httpSchemes = []string{"https://", "http://"}

// ReadWebhook reads the address of a webhook, and reports what is wrong with it.
func ReadWebhook(src *yamldoc.Source, n *yamldoc.Node) *Webhook {
	text, ok := src.TextOf(n, "`webhook`")
	if !ok {
		return nil
	}
	t := texts{src: src}
	h := &Webhook{template: t.template(n, atWebhook), src: src, line: n.Line, column: n.Column}
	h.refs = t.refs
	if !mayHaveScheme(text, httpSchemes) {
		src.Report(n.Line, n.Column, "", "a `webhook` begins with `https://` or `http://`")
	}
	return h
}

// Address reads the environment and returns the address, filled in, and what replaces its secrets in a text. The error is a
// [yamldoc.Problems], and holds no secret.
func (h *Webhook) Address(env Env) (address string, redact func(string) string, err error) {
	b := h.bind(env)
	if err := b.problems.Err(); err != nil {
		return "", nil, err
	}
	address, err = fillURL(h.template, b)
	if err == nil {
		err = webhookProblem(address)
	}
	if err != nil {
		b.report(h.line, h.column, "", "%v", err)
		return "", nil, b.problems.Err()
	}
	return address, b.Redact, nil
}

// Warnings returns what Address would miss in the environment.
func (h *Webhook) Warnings(env Env) []yamldoc.Problem {
	b := h.bind(env)
	for i := range b.problems {
		b.problems[i].Warning = true
	}
	return b.problems
}

func (h *Webhook) bind(env Env) *binder {
	b := &binder{Bound: &Bound{Preset: &Preset{src: h.src, refs: h.refs}, values: make(map[string]lang.Value), shown: make(map[string]lang.Value)}, env: env}
	b.references()
	b.secrets = finderOf(b.hidden)
	return b
}

// webhookProblem says what is wrong with an address, without showing it: all of it may be a secret.
func webhookProblem(address string) error {
	u, err := url.Parse(address)
	switch {
	case !hasScheme(address, httpSchemes):
		return errors.New("filled in, this webhook does not begin with `https://` or `http://`")
	case err != nil || u.Hostname() == "" || strings.ContainsAny(address, " \t"):
		return errors.New("filled in, this webhook is no address")
	}
	return nil
}
