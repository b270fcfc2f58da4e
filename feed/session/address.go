package session

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/feed/message"
	"sockeye/feed/preset"
	"sockeye/feed/scope"
)

// address is where the next connection goes: to the preset's own address, or to where the server has sent us, with what to
// resume from.
type address struct {
	preset *preset.Bound
	log    *event.Builder
	saver  *scope.Saver

	moved     string // where the server has sent us; "" is nowhere
	dialledTo string // moved, when this attempt began
	recorded  string // where a recording says that attempts go, if they go to our own address; "" outside of a replay
	other     string // the host of this attempt, where our secrets may not go; "" where they may
	resume    []byte
}

// dial begins an attempt, and returns where it goes.
func (a *address) dial(now time.Time) string {
	full, shown := a.next()
	if a.recorded != "" && a.moved == "" {
		shown = a.recorded
	}
	a.log.Note(now, event.Notice, event.NoLabel, "connecting to "+a.preset.Redact(shown))
	a.other, a.dialledTo = "", a.moved
	if a.moved != "" && !a.preset.Own(a.moved) {
		a.other = preset.HostOf(a.moved)
		if _, leftOut := a.preset.HeaderFor(a.moved); leftOut != nil {
			a.log.Note(now, event.Trouble, event.NoLabel, a.keptSecret()+"the "+headers(leftOut)+" "+format.Listed(leftOut))
		}
	}
	return full
}

// next returns where to dial, and the same without secrets.
func (a *address) next() (full, shown string) {
	full, shown = a.preset.URL, a.preset.ShownURL
	if a.moved != "" {
		full, shown = a.moved, a.moved
		if u, err := url.Parse(a.moved); err == nil {
			shown = u.Scheme + "://" + u.Host + " (where the server has sent us)"
		}
	}
	if resume := a.preset.Reconnect.Resume; resume != nil && len(a.resume) > 0 && (a.preset.Own(full) || a.preset.Redact(string(a.resume)) == string(a.resume)) {
		if u, err := url.Parse(full); err == nil {
			query := u.Query()
			query.Set(resume.Query, string(a.resume))
			u.RawQuery = query.Encode()
			full = u.String()
		}
	}
	return full, shown
}

// useOwn has the next connection go to the preset's own address.
func (a *address) useOwn() { a.moved = "" }

// isMoved reports whether the server has sent us elsewhere on this connection.
func (a *address) isMoved() bool { return a.moved != a.dialledTo }

// receive reports whether the current message asks for a new connection, and notes where it is to go.
func (a *address) receive(now time.Time, d *message.Document, scope *scope.Scope) bool {
	rule := &a.preset.Reconnect
	if len(rule.Match) == 0 || !d.Matches(rule.Match, scope) {
		return false
	}
	a.moveTo(now, string(d.Text(rule.URL, d.Root())))
	return true
}

// maxAddress bounds an address that a server sends us to, in bytes: it is kept as long as the feed.
const maxAddress = 4 << 10

// moveTo has the next connection go where the server says, if that can be.
func (a *address) moveTo(now time.Time, to string) {
	if to == "" {
		return
	}
	refused := ""
	var u *url.URL
	err := error(nil)
	if len(to) <= maxAddress {
		u, err = url.Parse(to)
	}
	switch {
	case len(to) > maxAddress:
		refused = fmt.Sprintf("it has %d bytes, %d at most", len(to), maxAddress)
	case err != nil || u.Hostname() == "" || u.User != nil || strings.Contains(to, "#"):
		refused = "it is no address of a feed"
	case u.Scheme != "wss" && (u.Scheme != "ws" || strings.HasPrefix(a.preset.URL, "wss://")):
		refused = "that is not encrypted, as the preset's own is"
	case !a.preset.Own(to) && a.preset.Redact(to) != to:
		refused = "it holds a secret, which goes to no other host; add " + u.Hostname() + " to reconnect.hosts if it may have it"
	}
	if refused != "" {
		a.log.Note(now, event.Trouble, event.NoLabel, "not going to "+message.Quote(a.preset, []byte(to))+", where the server sends us: "+refused)
		return
	}
	a.moved = u.String() // with the scheme in lower case
}

// keptSecret begins an entry about what was not sent to another host, with what can be done.
func (a *address) keptSecret() string {
	name := a.other[:strings.LastIndexByte(a.other, ':')]
	return "not sent, as " + a.other + " may have no secrets; to allow it, add " + name + " to reconnect.hosts: "
}

// saveResume keeps the value that the next connection resumes from.
func (a *address) saveResume(now time.Time, d *message.Document) {
	from := &a.preset.Reconnect.Resume.From
	if v := d.Text(from, d.Root()); len(v) > 0 && !a.saver.TooLong(now, "resume", from, len(v), scope.MaxResume) {
		a.resume = append(a.resume[:0], v...)
	}
}

// headers is the noun for so many headers.
func headers(names []string) string {
	if len(names) == 1 {
		return "header"
	}
	return "headers"
}
