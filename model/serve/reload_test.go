package serve

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

// TestAPresetThatHasChangedIsOpenedAnew on all screens, with what operators want.
func TestAPresetThatHasChangedIsOpenedAnew(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes(feedtest.Expect(`{"sub":"C"}`), feedtest.Send(`{"ok":"C"}`), feedtest.Send(`{"s":"C","p":3.5}`)))
	y := feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"sub":"A"}`), feedtest.Expect(`{"sub":"B"}`), feedtest.Expect(`{"sub":"C"}`),
		feedtest.Send(`{"s":"C","p":7.5}`),
	})
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), []string{"alpha"})
	alice, bob := f.logIn("alice", nil, ""), f.logIn("bob", nil, "")
	alice.sees("alpha OPEN", `A +1\.5`)
	alice.command("sub C")
	alice.sees(`C +3\.5`)
	bob.sees(`C +3\.5`)
	f.mu.Lock()
	f.config = "nonsense"
	f.mu.Unlock()
	f.reload <- struct{}{}
	f.logged("the configuration is not read again")
	f.mu.Lock()
	f.config = strings.ReplaceAll(presets(map[string]string{"alpha": y.URL()}), "stale: off", "stale: 1h")
	f.mu.Unlock()
	f.reload <- struct{}{}
	f.logged("the configuration was read again: 1 feed changed")
	alice.sees("alpha OPEN", `C +7\.5`)
	bob.sees("alpha OPEN", `C +7\.5.*\+alice`)
}

// TestAFeedThatNobodyHasIsClosedAfterATime.
func TestAFeedThatNobodyHasIsClosedAfterATime(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes(feedtest.Stream([]byte("\x81\x11"+`{"s":"A","p":1.5}`), 10*time.Millisecond))) // whenever tail begins to read
	f := beginWith(t, func(o *Options) { o.Linger = time.Millisecond }, presets(map[string]string{"alpha": x.URL()})+"  beta: {url: \"ws://127.0.0.1:1\"}\n", []string{"beta"})
	client := f.mustDial("ops", nil)
	if _, errors, code := f.pipe(client, "tail alpha --count 2"); code != 0 {
		t.Fatalf("%d %s", code, errors)
	}
	f.until("one feed is left", func() bool {
		all := f.server.feeds.all()
		return len(all) == 1 && all[0].feed.Preset().Name == "beta"
	})
}
