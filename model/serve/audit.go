package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Act is a line of the audit log: what an operator has done.
type Act struct {
	At       time.Time `json:"at"`
	Operator string    `json:"operator"`
	Key      string    `json:"key,omitempty"`  // fingerprint
	From     string    `json:"from,omitempty"` // address
	Session  int       `json:"session"`
	Act      string    `json:"act"` // log-in, log-out, subscribe, send, ...
	Feed     string    `json:"feed,omitempty"`
	What     string    `json:"what,omitempty"` // symbols, or what was sent, without secrets
}

const (
	mostActs       = 1000     // that wait for the disk
	mostAuditBytes = 16 << 20 // of the file, and as much of the one before it
)

// errAudit is why something is not done whose line cannot be written.
var errAudit = errors.New("not sent: the disk of the audit log does not answer")

// Audit is a file with a line for each act. A goroutine writes: who acts does not wait for the disk.
type Audit struct {
	file  string
	log   func(text string)
	acts  chan Act
	stop  chan struct{} // closed by Close. acts never is: a session that was given up may end later
	ended sync.WaitGroup
}

// NewAudit returns the audit log in a file, which need not be there yet. log is called with what cannot be written.
func NewAudit(file string, log func(text string)) *Audit {
	a := &Audit{file: file, log: log, acts: make(chan Act, mostActs), stop: make(chan struct{})}
	a.ended.Go(a.run)
	return a
}

// Add adds a line, before what it says is done. The error says that it must not be done.
func (a *Audit) Add(act Act) error {
	select {
	case a.acts <- act:
		return nil
	default:
		return errAudit
	}
}

// Close writes what is left, and waits for the disk. What is added afterwards is lost.
func (a *Audit) Close() {
	close(a.stop)
	a.ended.Wait()
}

func (a *Audit) run() {
	for {
		select {
		case act := <-a.acts:
			a.write(act)
			continue
		case <-a.stop:
		}
		for {
			select {
			case act := <-a.acts:
				a.write(act)
			default:
				return
			}
		}
	}
}

// write writes a line, or says what is missing.
func (a *Audit) write(act Act) {
	line, err := json.Marshal(act)
	if err == nil {
		err = a.append(append(line, '\n'))
	}
	if err != nil {
		a.log(fmt.Sprintf("the audit log cannot be written: %v; this is missing in it: %s", err, line))
	}
}

// append appends a line. A file that is full takes the place of the one before it.
func (a *Audit) append(line []byte) error {
	info, err := os.Stat(a.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(a.file), 0o700); err != nil {
			return err
		}
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file", a.file)
	case info.Size()+int64(len(line)) > mostAuditBytes:
		if err := os.Rename(a.file, a.file+".1"); err != nil {
			return err
		}
	}
	file, err := os.OpenFile(a.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(line)
	return errors.Join(err, file.Close())
}
