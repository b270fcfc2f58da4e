package model

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// noticeFor is how long a notice stays when no key is pressed: then the keys are worth more in the bottom line, those above
// all that acknowledge an alert.
const noticeFor = 20 * time.Second

// notices are what the bottom line says in place of the keys: what was done, or why something cannot be. There is one at a
// time, until the next key, or for noticeFor.
type notices struct {
	text  string    // "": there is none
	bad   bool      // it says why something cannot be done
	since time.Time // of the first tick at which it was there; zero before that
}

// show has the bottom line say a text, or with "" nothing.
func (n *notices) show(text string) { n.text, n.bad, n.since = text, false, time.Time{} }

// showError has the bottom line say why something cannot be done. Without an error it changes nothing.
func (n *notices) showError(err error) {
	if err != nil {
		n.show(err.Error())
		n.bad = true
	}
}

// expire ends a notice that has been there for long enough.
func (n *notices) expire(now time.Time) {
	switch {
	case n.since.IsZero():
		n.since = now
	case now.Sub(n.since) >= noticeFor:
		n.show("")
	}
}

// noticeMsg is a notice of a Cmd.
type noticeMsg string

// Notice returns a message that has the bottom line say a text.
func Notice(text string) tea.Msg { return noticeMsg(text) }
