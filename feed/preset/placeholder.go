package preset

import (
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// site is a place in a preset where placeholders can stand, and which of them have a value there.
// Params and `env:` have one everywhere.
type site struct {
	what  string   // as an error says it
	names []string // names that have a value here
	hello bool     // what hello has saved has one
	ack   bool     // what the ack of the subscription has saved has one
	msg   bool     // `msg.PATH` has one: there is a message being handled
	shown bool     // the result goes to the screen, so no secret may be in it
}

// The sites of a preset.
var (
	atURL        = site{what: "`url`", names: []string{"demo"}}
	atProxy      = site{what: "`proxy`"}
	atHeader     = site{what: "`headers`", names: []string{"demo"}}
	atParam      = site{what: "`params`", names: []string{"demo"}}
	atHello      = site{what: "`hello`", names: []string{"id", "now.ms", "now.s"}, hello: true}
	atHelloMatch = site{what: "a match of `hello`", hello: true}
	atItem       = site{what: "`subscribe.item`", names: []string{"symbol"}, hello: true}
	atRequest    = site{what: "`subscribe.send`", names: []string{"symbol", "item", "items", "id", "now.ms", "now.s"}, hello: true}
	atAnswer     = site{what: "`subscribe.ack`", names: []string{"symbol", "id"}, hello: true}
	atRefusal    = site{what: "a match of `subscribe`", names: []string{"symbol", "id"}, hello: true, ack: true}
	atUnrequest  = site{what: "`unsubscribe.send`", names: []string{"symbol", "item", "items", "id", "sub.id", "now.ms", "now.s"}, hello: true, ack: true}
	atUnanswer   = site{what: "`unsubscribe.ack`", names: []string{"symbol", "id", "sub.id"}, hello: true, ack: true}
	atReply      = site{what: "`reply.send`", names: []string{"id", "now.ms", "now.s"}, hello: true, msg: true}
	atKeepalive  = site{what: "`keepalive.send`", names: []string{"id", "now.ms", "now.s"}, hello: true}
	atWebhook    = site{what: "`webhook`"}
	atMatch      = site{what: "a match", hello: true}
	atRoute      = site{what: "`sub`", names: []string{"symbol", "id"}, hello: true, ack: true}
	atEvent      = site{what: "`events`", names: []string{"symbol"}, hello: true, ack: true, msg: true, shown: true}
)

// placeholders are the names that have a value at some site of every preset.
var placeholders = []string{"symbol", "symbols", "item", "items", "id", "sub.id", "now.ms", "now.s", "demo"}

// reference is a placeholder that is read when the preset is opened.
type reference struct {
	name         string // `env:NAME`, `secret:NAME`, `secret:@PATH` or `demo`
	param        string // the param that holds it, if it is one: replaced, nothing needs to be read
	line, column int
}

// The prefixes of placeholders that are more than a name.
const (
	envPrefix    = "env:"
	secretPrefix = "secret:"
	msgPrefix    = "msg."
)

// placeholder checks that a placeholder of the text n has a value at the site.
func (t *texts) placeholder(n *yamldoc.Node, name string, at site) {
	line, column := t.src.Find(n, "${"+name)
	fail := func(hint, format string, args ...any) { t.src.Report(line, column, hint, format, args...) }
	read := func() { t.refs = append(t.refs, reference{name, t.param, line, column}) }

	if variable, ok := strings.CutPrefix(name, envPrefix); ok {
		if !lang.IsName(variable) {
			fail("write `${env:NAME}`", "`${%s}` names no environment variable", name)
		}
		read()
		return
	}
	if secret, ok := strings.CutPrefix(name, secretPrefix); ok {
		file, isFile := strings.CutPrefix(secret, "@")
		switch {
		case isFile && file == "" || !isFile && !lang.IsName(secret):
			fail("write `${secret:NAME}` for an environment variable, or `${secret:@PATH}` for a file", "`${%s}` names no secret", name)
		case at.shown:
			fail("leave it out", "a secret has no place in what the screen shows")
		}
		read()
		return
	}
	if src, ok := strings.CutPrefix(name, msgPrefix); ok {
		if !at.msg {
			fail("", "`${%s}` has no value in %s: there is no message yet", name, at.what)
			return
		}
		t.pathText(src, line, column, false)
		return
	}
	switch {
	case slices.Contains(t.params, name):
	case name == "symbols", name == "items" && slices.Contains(at.names, name) && !slices.Contains(t.params, "symbols"):
		fail("add `symbols: [...]` to `params`", "`${%s}` needs a list of symbols, and this preset has none", name)
	case (name == "item" || name == "items") && slices.Contains(at.names, name):
		if !t.hasItem {
			fail("add `item:` to `subscribe`", "`${%s}` needs `subscribe.item`, which says what it is", name)
		}
	case name == "demo" && slices.Contains(at.names, name):
		read()
	case slices.Contains(at.names, name):
	case slices.Contains(placeholders, name):
		fail("", "`${%s}` has no value in %s", name, at.what)
	case slices.Contains(t.saves.at(at), name):
	case slices.Contains(t.saves.hello, name):
		fail("`hello` saves it only later", "`${%s}` has no value in %s", name, at.what)
	case slices.Contains(t.saves.ack, name):
		fail("`subscribe` saves it for one subscription, when its ack is there", "`${%s}` has no value in %s", name, at.what)
	default:
		words := slices.Concat(t.params, placeholders, t.saves.at(at))
		hint := "what is no param can be `${env:NAME}` or `${secret:NAME}`"
		if word, ok := yamldoc.Nearest(name, words); ok {
			hint = "did you mean `${" + word + "}`?"
		}
		fail(hint, "`${%s}` names nothing", name)
	}
}
