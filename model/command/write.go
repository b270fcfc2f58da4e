package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed/event"
	"sockeye/feed/format"
	"sockeye/widgets/text"
)

var entryCommands = []Command{
	{Name: "mark", Example: "restarted the gateway", Args: "[TEXT]", Help: "a line in the log", Text: true, Run: mark},
	{Name: "write", Example: "feed.log", Args: "FILE", Help: "write the kept log to a file", File: true, Run: write},
}

func mark(on Target, typed []string) (tea.Cmd, error) {
	on.Log.Mark(strings.TrimSpace("mark " + strings.Join(typed, " ")))
	return nil, nil
}

// write writes what the log has kept, one entry a line, filters or not; it never overwrites a file. All of the disk's work
// is done beside the screen.
func write(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("to which file? for example :write feed.log")
	}
	if first, end := on.Log.Entries(); first == end {
		return nil, errors.New("the log is empty: nothing was written")
	}
	file, location := args[0], on.Screen.Location()
	chunks, redact, hidden := on.Log.Snapshot()
	var kept atomic.Pointer[[]*event.Chunk]
	kept.Store(&chunks)
	return on.Jobs.Begin(":write "+file, func(ctx context.Context) (func() (tea.Cmd, error), func()) {
		// A disk that does not answer keeps the goroutine, but not the entries, which the log has evicted meanwhile.
		context.AfterFunc(ctx, func() { kept.Store(nil) })
		w, err := writeFile(file, func(w io.Writer) (writeResult, error) {
			chunks := kept.Swap(nil)
			if chunks == nil {
				return writeResult{}, ctx.Err()
			}
			return writeEntries(ctx, w, *chunks, redact)
		})
		return func() (tea.Cmd, error) {
			if err == nil {
				on.Screen.ShowNotice(w.report(file, hidden, location))
			}
			return nil, err
		}, func() {}
	})
}

// writeResult is what was written of a log.
type writeResult struct {
	entries  int
	from, to time.Time // of receipt, of the first and the last entry
}

// report says what is in a file. Of the entries, so many are hidden by filters.
func (w writeResult) report(file string, hidden int, location *time.Location) string {
	const clock = "15:04:05"
	content := fmt.Sprintf("%s entries written, %s to %s, ", format.Count(uint64(w.entries)), w.from.In(location).Format(clock), w.to.In(location).Format(clock))
	if hidden > 0 {
		content += fmt.Sprintf("%s of them hidden by the filters of the log, ", format.Count(uint64(hidden)))
	}
	return content + "to " + file
}

// writeFile writes a new file. It is there under its name when it is whole, or not at all. An error says what to do.
func writeFile(name string, write func(io.Writer) (writeResult, error)) (w writeResult, err error) {
	exists := func() error { return fmt.Errorf("exists already, choose another name: %s", name) }
	if _, err := os.Lstat(name); err == nil {
		return w, exists()
	}
	dir := filepath.Dir(name)
	file, err := os.CreateTemp(dir, ".sockeye-*.part")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return w, fmt.Errorf("nothing written: there is no folder %s: create it, or choose another name", dir)
	case errors.Is(err, fs.ErrPermission):
		return w, fmt.Errorf("nothing written: no permission to write in %s: choose another folder", dir)
	case err != nil:
		return w, fmt.Errorf("nothing written to %s: %w", name, err)
	}
	defer os.Remove(file.Name()) // where it could not be renamed
	w, err = write(file)
	if err = errors.Join(err, file.Close()); err == nil {
		err = rename(file.Name(), name)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return w, exists()
	case err != nil:
		return w, fmt.Errorf("nothing written to %s: %w", name, err)
	}
	return w, nil
}

// rename gives a file another name, unless there is one of that name. A file system that knows no links cannot do that in
// one step.
func rename(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// writeEntries writes the entries of a log, one a line, sanitised: what a server says can be shown with cat.
func writeEntries(ctx context.Context, to io.Writer, chunks []*event.Chunk, redact func([]byte) []byte) (done writeResult, err error) {
	w := bufio.NewWriter(to)
	var content []byte
	for n, chunk := range chunks {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		chunks[n] = nil
		for i := range chunk.Entries {
			message := &chunk.Entries[i]
			payload := redact(chunk.Payload(message))
			content, _, _ = text.Braille.AppendText(content[:0], payload, 0, 4*len(payload)+1)
			at := time.Unix(0, message.At)
			if done.entries == 0 {
				done.from = at
			}
			done.to = at
			done.entries++
			if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", at.UTC().Format(time.RFC3339Nano), kindWords[message.Kind], content); err != nil {
				return done, err
			}
		}
	}
	return done, w.Flush()
}

// kindWords are the kinds of entries in a file.
var kindWords = map[event.Kind]string{
	event.Matched: "event", event.Control: "control", event.Unmatched: "unmatched", event.Sent: "sent",
	event.Notice: "notice", event.Trouble: "trouble", event.Gap: "gap", event.Alert: "alert", event.Heartbeat: "heartbeat",
}
