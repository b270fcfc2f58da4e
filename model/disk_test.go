package model

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/model/recall"
)

// Nothing that a key does waits for a file: with pipes that have no other end in the place of a secret, of the configuration
// and of the commands of before, the next key is answered.
func TestKeysDoNotWaitForFiles(t *testing.T) {
	folder := t.TempDir()
	pipe := func(name string) string {
		path := filepath.Join(folder, name)
		feedtest.NamedPipe(t, path)
		t.Cleanup(func() { // lets who waits for it go on
			if end, err := os.OpenFile(path, os.O_RDWR|syscall.O_NONBLOCK, 0); err == nil {
				time.AfterFunc(time.Second, func() { end.Close() })
			}
		})
		return path
	}
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	files := new(preset.Files)
	lines, err := recall.Open(filepath.Join(folder, "history"))
	if err != nil {
		t.Fatal(err)
	}
	pipe("history")
	secret, config := pipe("secret"), pipe("config")
	d.m.options.Recall, d.m.options.Files = lines, files
	d.m.options.Open = func(string) (*feed.Feed, error) {
		_, err := files.Read(secret)
		return nil, errors.Join(err, errors.New("nothing to open"))
	}
	d.m.options.Reload = func() (Settings, error) {
		_, err := files.Read(config)
		return Settings{}, errors.Join(err, errors.New("nothing to reload"))
	}
	answered := make(chan struct{})
	go func() { // only a failure waits as long
		select {
		case <-answered:
		case <-time.After(3 * patience):
			panic("a key waits for a file")
		}
	}()
	defer close(answered)
	command := func(line string) {
		d.keys(":")
		d.types(line)
		d.keys("enter")
	}
	command("hb show")
	d.sees("commands are kept for this run only: nothing was written for 3s")
	command("open beta")
	d.sees(":open beta: still reading " + secret)
	command("reload")
	if !strings.Contains(d.screen(), ":open beta is still under way") {
		t.Errorf("two at once:\n%s", d.screen())
	}
	d.keys("esc")
	d.sees(":open beta is given up")
	command("reload")
	d.sees(":reload: still reading ")
	d.keys("esc", "?")
	d.wait("the help", func() bool { return d.m.layer != nil })
	d.keys("esc")
	for range mostAbandoned - 2 {
		command("open beta")
		d.keys("esc")
	}
	command("open beta")
	if !strings.Contains(d.screen(), "still wait for a file") {
		t.Errorf("more than %d wait:\n%s", mostAbandoned, d.screen())
	}
}
