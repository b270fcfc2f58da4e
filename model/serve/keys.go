package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"sockeye/widgets/text"
)

// mostKeyBytes is how much of a file of keys is read.
const mostKeyBytes = 1 << 20

// Operator is who has a key, and what he may do.
type Operator struct {
	Name     string // the comment of the key, sanitized; without one its fingerprint
	Key      string // fingerprint; "" on the socket of this machine, and where no keys are asked for
	ReadOnly bool   // he sends nothing

	feeds   []string // wildcards of names; nil: all
	from    []string // patterns of addresses; nil: any
	expires time.Time
}

// MayOpen reports whether the operator may have a feed of that name.
func (o *Operator) MayOpen(feed string) bool {
	if o.feeds == nil {
		return true
	}
	for _, pattern := range o.feeds {
		if ok, _ := path.Match(pattern, feed); ok {
			return true
		}
	}
	return false
}

// Keys are the keys of a file in the format of OpenSSH's authorized_keys. Its methods may be called by any goroutine.
type Keys struct {
	file      string
	operators atomic.Pointer[map[string]*Operator] // by the wire format of the key
}

// NewKeys reads a file of keys.
func NewKeys(file string) (*Keys, error) {
	k := &Keys{file: file}
	return k, k.Reload()
}

// Reload reads the file again. With an error, all stays as it was.
func (k *Keys) Reload() error {
	content, err := readKeys(k.file)
	if err != nil {
		return fmt.Errorf("the keys cannot be read: %w", err)
	}
	operators, err := parseKeys(k.file, content)
	if err != nil {
		return err
	}
	k.operators.Store(&operators)
	return nil
}

// Find returns who has a key; nil: it is none of the file, or is not valid now.
func (k *Keys) Find(key gossh.PublicKey) *Operator {
	if key == nil {
		return nil
	}
	o := (*k.operators.Load())[string(key.Marshal())]
	if o == nil || !o.expires.IsZero() && !time.Now().Before(o.expires) {
		return nil
	}
	return o
}

// Count returns how many keys there are.
func (k *Keys) Count() int { return len(*k.operators.Load()) }

// readKeys reads a file, which others than its owner must not be able to change.
func readKeys(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file", file)
	case info.Size() > mostKeyBytes:
		return nil, fmt.Errorf("%s has more than 1 MiB", file)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0:
		return nil, fmt.Errorf("%s can be changed by others: chmod 600 it", file)
	}
	return os.ReadFile(file)
}

// parseKeys reads lines of keys. An error names the line: a key with an option that is not known is not accepted, because it may
// say that something is forbidden.
func parseKeys(file string, content []byte) (map[string]*Operator, error) {
	operators := make(map[string]*Operator)
	number := 0
	for line := range bytes.Lines(content) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		key, comment, options, rest, err := gossh.ParseAuthorizedKey(line)
		if err == nil && len(bytes.TrimSpace(rest)) > 0 {
			err = errors.New("this is more than one key")
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, number, err)
		}
		o := &Operator{Name: operatorName(comment), Key: gossh.FingerprintSHA256(key)}
		if o.Name == "" {
			o.Name = o.Key
		}
		for _, option := range options {
			if err := o.set(option); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, number, err)
			}
		}
		wire := string(key.Marshal())
		if operators[wire] != nil {
			return nil, fmt.Errorf("%s:%d: this key is in the file twice", file, number)
		}
		operators[wire] = o
	}
	return operators, nil
}

// operatorName makes the comment of a key, or the name of a user, the name of an operator.
func operatorName(comment string) string {
	return strings.TrimSpace(text.Sanitize(strings.TrimSpace(comment), 64))
}

// expiryFormats are what expiry-time can be, as of OpenSSH.
var expiryFormats = []string{"200601021504", "20060102", "20060102150405"}

// set makes an option of a line count.
func (o *Operator) set(option string) error {
	name, value, _ := strings.Cut(option, "=")
	value = strings.Trim(value, `"`)
	switch strings.ToLower(name) {
	case "read-only":
		o.ReadOnly = true
	case "feeds":
		o.feeds = []string{}
		for pattern := range strings.SplitSeq(value, ",") {
			if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
				return fmt.Errorf("feeds=%q: it is names and wildcards with commas between them, as in feeds=\"kraken,okx-*\"", value)
			}
			o.feeds = append(o.feeds, pattern)
		}
	case "from":
		o.from = strings.Split(value, ",")
	case "expiry-time":
		utc, zone := strings.CutSuffix(value, "Z")
		location := time.Local
		if zone {
			location = time.UTC
		}
		for _, format := range expiryFormats {
			if at, err := time.ParseInLocation(format, utc, location); err == nil && len(utc) == len(format) {
				o.expires = at
			}
		}
		if o.expires.IsZero() {
			return fmt.Errorf("expiry-time=%q: it is YYYYMMDD or YYYYMMDDHHMM", value)
		}
	case "restrict", "pty", "no-port-forwarding", "no-agent-forwarding", "no-x11-forwarding", "no-user-rc":
		// what they forbid is not there
	default:
		return fmt.Errorf("the option %s is not known: there are read-only, feeds, from and expiry-time", text.Sanitize(name, 40))
	}
	return nil
}

// comesFrom reports whether the operator may log in from an address. A pattern with ! before it forbids.
func (o *Operator) comesFrom(address netip.Addr) bool {
	if o.from == nil {
		return true
	}
	address = address.Unmap()
	found := false
	for _, pattern := range o.from {
		pattern, forbids := strings.CutPrefix(pattern, "!")
		matches, _ := path.Match(pattern, address.String())
		if prefix, err := netip.ParsePrefix(pattern); err == nil {
			matches = prefix.Contains(address)
		}
		if matches && forbids {
			return false
		}
		found = found || matches
	}
	return found
}

// findKeys returns the file of keys: the one that is named, or the one at the usual place if it is there; "" if there is none.
func findKeys(named, usual string) (string, error) {
	if named != "" || usual == "" {
		return named, nil
	}
	switch _, err := os.Stat(usual); {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", err
	}
	return usual, nil
}
