package recording_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sockeye/feed/feedtest"
	"sockeye/feed/recording"
)

// What a process of its own records, and how: see recordForever.
const (
	childFolder = "SOCKEYE_TEST_FOLDER"
	childSize   = "SOCKEYE_TEST_FILE_SIZE"
)

// recordForever is a process that records a message each few milliseconds, all of the same hour, until it is killed, and writes on
// standard output how many there are, and how many are written. Files cannot be larger than a size that the environment may say,
// until standard input is closed.
func recordForever(folder string) int {
	size, _ := strconv.Atoi(os.Getenv(childSize))
	large := size > 0
	lift := func() {}
	if large {
		lift = limitFiles(uint64(size))
		recording.RetryAtOnce()
	}
	input := make(chan struct{})
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		close(input)
	}()
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken", Preset: "url: ws://h\n"})
	reported, written := false, int64(0)
	for n := 0; ; n++ {
		payload := fmt.Sprint(n)
		if large {
			payload = fmt.Sprintf("%d %s", n, random(n))
		}
		r.Frame(start.Add(time.Duration(n)*time.Millisecond).UnixNano(), false, []byte(payload))
		fmt.Println(n)
		s := r.Stats()
		if s.Err != nil && !reported {
			reported = true
			fmt.Println("error", s.Err)
		} else if s.Err == nil && reported && s.Written > 0 {
			_ = r.Close() // no file is written to when it is read
			fmt.Println("dropped", r.Stats().Dropped)
			return 0
		}
		if s.Written > written {
			written = s.Written
			fmt.Println("written", written)
		}
		select {
		case <-input:
			input = nil
			lift()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// recorderProcess is a process that records.
type recorderProcess struct {
	*exec.Cmd
	lines chan string
	input interface{ Close() error }
}

func startRecorder(t *testing.T, folder string, environment ...string) *recorderProcess {
	t.Helper()
	p := &recorderProcess{Cmd: exec.Command(os.Args[0]), lines: make(chan string, 1<<16)}
	p.Env = append(append(os.Environ(), childFolder+"="+folder), environment...)
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.input, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	p.Stderr = os.Stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			p.lines <- scanner.Text()
		}
	}()
	t.Cleanup(func() { p.kill() })
	return p
}

// kill ends the process as kill -9 does.
func (p *recorderProcess) kill() {
	if p.ProcessState == nil {
		_ = p.Process.Kill()
		_ = p.Wait()
	}
}

// await returns the next line that begins with a word.
func (p *recorderProcess) await(t *testing.T, word string) string {
	t.Helper()
	end := time.After(feedtest.Patience)
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				t.Fatalf("the process has ended before %q", word)
			}
			if strings.HasPrefix(line, word) {
				return line
			}
		case <-end:
			t.Fatalf("no %q", word)
		}
	}
}

// awaitWritten waits until the process has written twice, and returns how many messages it says are written.
func (p *recorderProcess) awaitWritten(t *testing.T) (messages int) {
	t.Helper()
	for range 2 {
		var err error
		if messages, err = strconv.Atoi(strings.TrimPrefix(p.await(t, "written "), "written ")); err != nil {
			t.Fatal(err)
		}
	}
	return messages
}

// TestKillCostsNothingThatIsWritten kills a process that records, beside another one that records the same feed. That what is
// received is written within a second has a test of its own.
func TestKillCostsNothingThatIsWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	p := startRecorder(t, folder)
	await(t, func() bool { return len(files(t, folder)) == 1 }) // the other one gets the -2
	other := startRecorder(t, folder)
	await(t, func() bool { return len(files(t, folder)) == 2 })
	other.awaitWritten(t)
	least := p.awaitWritten(t)
	p.kill()
	other.kill()
	names := files(t, folder)
	if len(names) != 2 || !strings.HasSuffix(names[0], "-2.ndjson.zst") {
		t.Errorf("the files are %v", names)
	}
	first, damages := read(t, names[1])
	if len(first) < least {
		t.Errorf("%d messages are in the file, of %d that were written", len(first), least)
	}
	for i, payload := range first {
		if payload != fmt.Sprint(i) {
			t.Fatalf("message %d is %s", i, payload)
		}
	}
	for _, d := range damages { // killed within a write
		if !strings.Contains(d.Error(), "as after a crash") {
			t.Error(d)
		}
	}

	// What was left is no trouble for the next one, which removes nothing that is younger than it keeps.
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder, Keep: time.Hour, Max: 1 << 30}, Feed: "kraken"})
	r.Frame(start.UnixNano(), false, []byte("1"))
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if got := files(t, folder); len(got) != 3 {
		t.Errorf("the files are %v", got)
	}
}

// TestAFullDiskCostsLines has files that cannot grow, and later can again: the recording says how many lines are missing, and
// no file holds half of a frame.
func TestAFullDiskCostsLines(t *testing.T) {
	t.Parallel()
	if !canLimitFiles {
		t.Skip("the system does not limit the size of files")
	}
	folder := t.TempDir()
	p := startRecorder(t, folder, childSize+"=20000")
	if why := p.await(t, "error"); !strings.Contains(why, "kraken-") {
		t.Errorf("the error names no file: %s", why)
	}
	p.input.Close()
	dropped, err := strconv.Atoi(strings.TrimPrefix(p.await(t, "dropped "), "dropped "))
	if err != nil || dropped == 0 {
		t.Errorf("%d dropped, %v", dropped, err)
	}
	said, names := 0, files(t, folder)
	if len(names) > 2 {
		t.Errorf("the files are %v", names)
	}
	for _, name := range names {
		r, err := recording.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for {
			line, err := r.Next()
			if damage := (*recording.Damage)(nil); errors.As(err, &damage) {
				t.Error(damage)
			}
			if err != nil {
				break
			}
			said += int(line.Dropped)
		}
	}
	if said != dropped {
		t.Errorf("the recording says that %d lines are missing, of %d", said, dropped)
	}
}

// TestWhatSeveralWritesHaveLostIsSaid where something can be written again.
func TestWhatSeveralWritesHaveLostIsSaid(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "recordings")
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // so that it cannot be made
		t.Fatal(err)
	}
	feedtest.Bubble(t, func(t *testing.T) {
		r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
		for i := range 3 {
			r.Add(frame(float64(i), "1"))
			r.Flush()
			time.Sleep(time.Minute) // so that it is tried again
		}
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		r.Add(frame(3, "2"))
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	})
	file, err := recording.Open(files(t, folder)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	said := int64(0)
	for line, err := file.Next(); err == nil; line, err = file.Next() {
		said += line.Dropped
	}
	if said != 3 {
		t.Errorf("the recording says that %d lines are missing, of 3", said)
	}
}

func TestARecorderMakesAVanishedFolderAnew(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "recordings")
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
	r.Add(frame(0, "1"))
	r.Flush()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	r.Add(frame(1, "2"))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _ := read(t, files(t, folder)[0]); len(got) != 1 || got[0] != "2" {
		t.Errorf("%v", got)
	}
}

func TestAFolderThatCannotBeWrittenCostsLines(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("root writes everywhere")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	r := recording.Record(recording.Options{Folder: recording.Folder{Path: folder}, Feed: "kraken"})
	r.Add(frame(0, "1"))
	if err := r.Close(); !errors.Is(err, os.ErrPermission) || r.Stats().Dropped != 1 {
		t.Errorf("%v, %+v", err, r.Stats())
	}
}

// TestASlowDiskCostsLinesAndNoTime has an output that stands still while more comes than may wait for it.
func TestASlowDiskCostsLinesAndNoTime(t *testing.T) {
	t.Parallel()
	stands, goOn := make(chan struct{}), make(chan struct{})
	var out bytes.Buffer
	r := recording.Stream(recording.Options{Feed: "kraken"}, func(line []byte, frame bool) error {
		if out.Len() == 0 && line != nil {
			close(stands)
			<-goOn
		}
		out.Write(line)
		return nil
	})
	r.Frame(start.UnixNano(), false, []byte("1"))
	<-stands
	const messages, size = 1000, 1 << 20
	payload := bytes.Repeat([]byte("x"), size)
	added := 1
	for range messages { // more than all recorders of the process may have waiting
		r.Frame(start.UnixNano(), false, payload)
		added++
	}
	close(goOn)
	r.Flush()
	r.Frame(start.UnixNano(), false, []byte("2"))
	added++
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	s := r.Stats()
	if s.Dropped == 0 || int(s.Written+s.Dropped) != added || !strings.Contains(out.String(), fmt.Sprintf(`"dropped":%d}`, s.Dropped)) {
		t.Errorf("%+v of %d messages", s, added)
	}
}
