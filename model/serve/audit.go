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
	ended sync.WaitGroup
}

// NewAudit returns the audit log in a file, which need not be there yet. log is called with what cannot be written.
func NewAudit(file string, log func(text string)) *Audit {
	a := &Audit{file: file, log: log, acts: make(chan Act, mostActs)}
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

// Close writes what is left. Nothing is added any more. It waits for the disk.
func (a *Audit) Close() {
	close(a.acts)
	a.ended.Wait()
}

func (a *Audit) run() {
	for act := range a.acts {
		line, err := json.Marshal(act)
		if err == nil {
			err = a.write(append(line, '\n'))
		}
		if err != nil {
			a.log(fmt.Sprintf("the audit log cannot be written: %v; this is missing in it: %s", err, line))
		}
	}
}

// write appends a line. A file that is full takes the place of the one before it.
func (a *Audit) write(line []byte) error {
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
