package learned

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sockeye/feed/freshness"
	"sockeye/feed/preset"
)

const (
	// Keep is for how long what was learned is used.
	Keep = 30 * 24 * time.Hour
	// MaxBytes is how much a file may have. A label takes some 500 bytes.
	MaxBytes = 2 << 20
	// mostFiles is how many files are kept. A feed has another one for each set of params.
	mostFiles = 256

	suffix = ".learned"
)

// Folder is where the files are. It need not be there yet. Its methods may be called by several goroutines.
type Folder struct{ path string }

// New returns a folder.
func New(path string) *Folder { return &Folder{path: path} }

// name returns the file of a feed. What makes another rhythm has another file: the preset, its params, and where it connects
// to. Which symbols are subscribed does not. No secret is in it.
func (d *Folder) name(p *preset.Bound) string {
	key := p.Name + "\n"
	if u, err := url.Parse(p.ShownURL); err == nil {
		host := u.Host
		if _, demo := p.Lookup("demo"); demo {
			host = "" // it listens somewhere else each time
		}
		key += u.Scheme + "://" + host + u.Path + "\n"
	}
	shown := p.Redacted()
	for _, param := range p.Params {
		if v, ok := shown.Lookup(param.Name); ok && param.Name != "symbols" && param.Name != "address" {
			key += fmt.Sprintf("%s=%q\n", param.Name, v.String())
		}
	}
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(d.path, fmt.Sprintf("%s-%x%s", plain(p.Name), sum[:6], suffix))
}

// plain is a name as a part of that of a file.
func plain(name string) string {
	const most = 40
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		}
		return '_'
	}, name)
	return strings.TrimLeft(name[:min(len(name), most)], ".")
}

// Read returns what was learned of a feed. A feed of which nothing was kept has no rhythms. The error names the file and says
// what is wrong with it; what could be read comes with it.
func (d *Folder) Read(p *preset.Bound, now time.Time) (freshness.Rhythms, error) {
	name := d.name(p)
	text, err := read(name)
	if err != nil {
		return freshness.Rhythms{}, err
	}
	r, err := parse(text, now, p.Limits.Labels)
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return r, err
}

// read returns the text of a file; "" of one that is not there.
func read(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular(): // a pipe may never have anything to read, and a device no end
		return nil, fmt.Errorf("%s is no regular file", name)
	case info.Size() > MaxBytes:
		return nil, fmt.Errorf("%s: %w: it has more than %d bytes", name, errForeign, MaxBytes)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, MaxBytes))
}

// Write adds what was learned of a feed to what was kept before. The error says why it is not kept; the file is then as it
// was. A file that another program has made is never replaced.
func (d *Folder) Write(p *preset.Bound, r freshness.Rhythms, now time.Time) error {
	if len(r.Labels) == 0 && r.First == 0 {
		return nil
	}
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return err
	}
	if info, err := os.Stat(d.name(p)); err == nil && info.Mode().Perm()&0o200 == 0 { // another file could take its place all the same
		return fmt.Errorf("%s is read-only", d.name(p))
	}
	before, err := d.Read(p, now)
	if err != nil && !errors.Is(err, errDamaged) {
		return err
	}
	return replace(d.name(p), format(p.Name, merge(r, before), now))
}

// replace replaces a file as a whole.
func replace(name string, text []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), ".*"+suffix)
	if err != nil {
		return err
	}
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), name)
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	return err
}

// Prune removes files that are not used any more: those that were written longer ago than Keep, and the oldest of very many.
// What cannot be removed stays.
func (d *Folder) Prune(now time.Time) {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && strings.HasSuffix(e.Name(), suffix) {
			files = append(files, info)
		}
	}
	for _, name := range superfluous(files, now) {
		os.Remove(filepath.Join(d.path, name))
	}
}
