package serve

import (
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestWhatATerminalAnswersReachesNoOther, nor what is typed there: beside what the feed says, two screens have nothing in common.
func TestWhatATerminalAnswersReachesNoOther(t *testing.T) {
	t.Parallel()
	const typed = "quicksilver"
	more := make(chan struct{})
	x := feedtest.New(t, quotes(feedtest.Silence(more), feedtest.Send(`{"s":"A","p":7.25}`)))
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), []string{"alpha"})
	client := f.mustDial("alice", nil)
	alice, same, bob := f.screen(client, ""), f.screen(client, ""), f.logIn("bob", nil, "")
	for _, o := range []*operator{alice, same, bob} {
		o.sees("alpha OPEN", `A +1\.5`)
	}
	copied := base64.StdEncoding.EncodeToString([]byte(typed))
	for _, answer := range []string{
		"\x1b]52;c;" + copied + "\x1b\\",                                       // the clipboard
		"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",                                     // a light background
		"\x1b]2;" + typed + "\a",                                               // a title
		"\x1b[20;20R", "\x1b[?1;2c", "\x1b[8;99999;99999t", "\x1b[48;3;9;0;0t", // where the cursor is, what the terminal is, how large
		"\x1b[?2026;2$y", "\x1b[?31u", "\x1b[I", "\x1b[O", // modes, the keyboard, the focus
		"\x1bP>|" + typed + "\x1b\\", "\x1bP1+r544e=" + typed + "\x1b\\", // its version and its name
		"\x1b[200~" + typed + "\x1b[201~", // a paste where nothing is typed
		":mark " + typed,                  // a line that is not entered
	} {
		alice.types(answer)
	}
	alice.sees(":mark " + typed)
	close(more)
	for _, o := range []*operator{same, bob} {
		o.sees("alpha OPEN", `A +7\.25`)
		o.types("p")
		o.sees("FROZEN")
		if screen := o.Screen().String(); strings.Contains(screen, typed) || strings.Contains(screen, copied) {
			t.Errorf("another terminal shows\n%s", screen)
		}
		for _, sent := range []string{typed, copied, "rgb:"} {
			if strings.Contains(o.written(), sent) {
				t.Errorf("another terminal was sent %q", sent)
			}
		}
	}
	alice.sees(":mark "+typed, `A +7\.25`)
	if screen := alice.Screen().String(); strings.Contains(screen, "FROZEN") {
		t.Errorf("a key of another terminal reached\n%s", screen)
	}
}

// keeping is a terminal of which all that it was sent is kept.
type keeping struct {
	plain
	terminal io.Writer
}

// Write implements [io.Writer].
func (k *keeping) Write(p []byte) (int, error) {
	_, _ = k.plain.Write(p)
	return k.terminal.Write(p)
}
