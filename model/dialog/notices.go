package dialog

import (
	"time"
)

// noticeFor is how long a notice stays when no key is pressed: then the keys are worth more in the bottom line, those above
// all that acknowledge an alert.
const noticeFor = 20 * time.Second

// Notices are what the bottom line says in place of the keys: what was done, or why something cannot be. There is one at a
// time, until the next key, or for noticeFor.
type Notices struct {
	Text  string    // "": there is none
	Bad   bool      // it says why something cannot be done
	since time.Time // of the first tick at which it was there; zero before that
}

// Show has the bottom line say a text, or with "" nothing.
func (n *Notices) Show(text string) { n.Text, n.Bad, n.since = text, false, time.Time{} }

// ShowError has the bottom line say why something cannot be done. Without an error it changes nothing.
func (n *Notices) ShowError(err error) {
	if err != nil {
		n.Show(err.Error())
		n.Bad = true
	}
}

// Expire ends a notice that has been there for long enough.
func (n *Notices) Expire(now time.Time) {
	switch {
	case n.since.IsZero():
		n.since = now
	case now.Sub(n.since) >= noticeFor:
		n.Show("")
	}
}
