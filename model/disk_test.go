package model_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/model"
	"sockeye/model/command"
	"sockeye/model/config"
	"sockeye/model/recall"
)

// Nothing that a key does waits for a file: with pipes that have no other end in the place of a secret, of the configuration
// and of earlier commands, the next key is answered.
func TestKeysDoNotWaitForFiles(t *testing.T) {
	t.Parallel()
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
	files := new(config.Files)
	lines, err := recall.Open(filepath.Join(folder, "history"))
	if err != nil {
		t.Fatal(err)
	}
	pipe("history")
	secret, configuration := pipe("secret"), pipe("config")
	d := driveWith(t, func(o *model.Options) {
		o.Recall, o.Files = lines, files
		o.Open = func(string) (*feed.Feed, error) {
			_, err := files.Read(secret)
			return nil, errors.Join(err, errors.New("nothing to open"))
		}
		o.Reload = func() (model.Settings, error) {
			_, err := files.Read(configuration)
			return model.Settings{}, errors.Join(err, errors.New("nothing to reload"))
		}
	}, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	later := func(after time.Duration, text string) { // waits for a text that is on the screen so long after what it is about
		t.Helper()
		d.wait(text, func() bool {
			d.tick(time.Now().Add(after))
			return strings.Contains(d.screen(), text)
		})
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
	d.command("hb show")
	later(3*time.Second, "commands are kept for this run only: nothing was written for 3s")
	d.command("open beta")
	later(time.Second, ":open beta: still reading "+secret)
	d.command("reload")
	if !strings.Contains(d.screen(), ":open beta is still under way") {
		t.Errorf("two at once:\n%s", d.screen())
	}
	d.keys("esc")
	d.sees(":open beta is cancelled")
	d.command("reload")
	later(time.Second, ":reload: still reading ")
	d.keys("esc", "?")
	d.sees("HELP")
	d.keys("esc")
	for range command.MaxCancelled - 2 {
		d.command("open beta")
		d.keys("esc")
	}
	d.command("open beta")
	if !strings.Contains(d.screen(), "still wait for a file") {
		t.Errorf("more than %d wait:\n%s", command.MaxCancelled, d.screen())
	}
}

// The names of files that a word can become are searched for beside the screen, one search at a time, and complete the line
// that they were asked for, and no other.
func TestTheNamesOfFilesAreSearchedForBesideTheScreen(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "feeds", "kept"), 0o700); err != nil {
		t.Fatal(err)
	}
	d := drive(t, ticks(t, "alpha", feedtest.New(t, talk()).URL()))
	d.sees("1.50")
	d.keys(":")
	d.types("write " + folder + "/fe")
	press := func() tea.Cmd {
		_, cmd := d.m.Update(tea.KeyPressMsg{Code: tea.KeyTab})
		return cmd
	}
	before := d.typed()
	first := press()
	if d.typed() != before {
		t.Fatalf("the key itself reads the disk, and finds %q", d.typed())
	}
	if first == nil || press() != nil {
		t.Error("a second search is begun while one is under way")
	}
	d.send(first())
	if want := before + "eds/"; d.typed() != want {
		t.Errorf("the line is %q, want %q", d.typed(), want)
	}
	if press() == nil {
		t.Error("no search is begun after the end of the first")
	}
}
