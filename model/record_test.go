package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/headless"
	"sockeye/feed/recording"
	"sockeye/model"
)

// TestTheHeaderSaysThatARecordingCannotBeWritten until it is ended.
func TestTheHeaderSaysThatARecordingCannotBeWritten(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	recorders := headless.NewRecorders(func() recording.Folder { return recording.Folder{Path: blocked} }, 1<<20, nil)
	much := `{"s":"A","p":"2","pad":"` + strings.Repeat("x", 2<<20) + `"}` // is written at once
	next := make(chan struct{})
	server := feedtest.New(t, talk(feedtest.Do(func() { <-next }), feedtest.Send(much), feedtest.Silence(nil)))
	d := driveWith(t, func(o *model.Options) { o.Recorder = recorders }, ticks(t, "alpha", server.URL()))
	f := d.m.Feeds()[0]
	wait := recorders.Run(f)
	d.sees("1.50")
	says := func(want bool) {
		t.Helper()
		d.wait("the header", func() bool {
			d.tick(time.Now())
			first, _, _ := strings.Cut(d.screen(), "\n")
			return strings.Contains(first, "NOT RECORDED") == want
		})
	}
	says(false)
	d.command("record on")
	d.sees("alpha is recorded in")
	next <- struct{}{}
	says(true)
	d.command("record off")
	says(false)
	f.Close()
	wait()
}
