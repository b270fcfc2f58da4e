package serve

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"sockeye/feed"
	"sockeye/feed/alertrule"
	"sockeye/feed/preset"
	"sockeye/model"
	"sockeye/model/tab"
)

// What the configuration can allow operators to do on the machine of the server.
const (
	AllowWrite   = "write"    // :write, which makes files
	AllowRun     = "run"      // alerts that run commands
	AllowOpenURL = "open-url" // :open with an address
	AllowRecord  = "record"   // :record, and alerts that record
)

// share is how a screen has the feeds of the server. It implements [model.Share].
type share struct {
	session *session

	mu     sync.Mutex
	joined map[*feed.Feed]*shared
}

var _ model.Share = (*share)(nil)

// join returns the feed of a preset for the screen, which has it from [share.Requests] on. Until then it lingers.
func (h *share) join(b *preset.Bound) *feed.Feed {
	one := h.session.server.feeds.join(b)
	defer one.leave()
	h.add(one)
	return one.feed
}

// add has a feed be known to the screen.
func (h *share) add(one *shared) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.joined[one.feed] = one
}

// open returns the feed that the operator has named. It may wait for a disk.
func (h *share) open(name string) (*feed.Feed, error) {
	o := h.session.operator()
	if o == nil {
		return nil, errors.New("nothing is opened: your key is not valid any more")
	}
	b, err := h.session.server.bind(o, name)
	if err != nil {
		return nil, err
	}
	return h.join(b), nil
}

// Requests implements [model.Share].
func (h *share) Requests(f *feed.Feed) tab.Requests {
	h.mu.Lock()
	defer h.mu.Unlock()
	one := h.joined[f]
	one.enter()
	return newAccess(h.session, one)
}

// keptHere are actions and commands that send nothing, and change what the server keeps for all operators or for one.
var keptHere = map[string]bool{"hb": true, "mark": true, "unplot": true, "alert": true, "snooze": true, "acknowledge": true}

// Refuses implements [model.Share].
func (h *share) Refuses(name string, sends, connects bool) error {
	config := h.session.server.config.Load()
	switch {
	case name == "clear":
		return errors.New("the log is not cleared: others have it too; & filters yours")
	case name == "write" && !config.allows(AllowWrite), name == "record" && !config.allows(AllowRecord):
		return fmt.Errorf(":%s is not allowed here: see serve.allow in the configuration", name)
	case name == "open":
		return nil
	case sends || connects || keptHere[name]:
		if o := h.session.operator(); o == nil || o.ReadOnly {
			return errReadOnly
		}
	}
	return nil
}

// RefusesAlert implements [model.Share].
func (h *share) RefusesAlert(a *alertrule.Rule) error {
	config := h.session.server.config.Load()
	switch {
	case a.Run != "" && !config.allows(AllowRun):
		return errors.New("no command is run for your alerts: see serve.allow in the configuration")
	case a.Record > 0 && !config.allows(AllowRecord):
		return errors.New("nothing is recorded for your alerts: see serve.allow in the configuration")
	}
	return nil
}

// bind returns a preset that an operator names, ready to run.
func (s *Server) bind(o *Operator, name string) (*preset.Bound, error) {
	config := s.config.Load()
	address := strings.Contains(name, "://")
	switch {
	case address && !config.allows(AllowOpenURL):
		return nil, errors.New("addresses are not allowed here, only presets: see serve.allow in the configuration")
	case !o.MayOpen(name):
		return nil, fmt.Errorf("your key may not open %s", name)
	}
	return config.find(name)
}
