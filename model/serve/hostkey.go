package serve

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	gossh "golang.org/x/crypto/ssh"
)

// HostKey returns the key by which clients know the server. It is made when there is none yet, once: created says so.
func HostKey(file string) (signer gossh.Signer, created bool, err error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if content, err = newHostKey(file); err == nil {
			created = true
		} else if errors.Is(err, fs.ErrExist) { // another server was faster
			content, err = os.ReadFile(file)
		}
	}
	if err == nil && !created {
		err = private(file)
	}
	if err != nil {
		return nil, false, fmt.Errorf("the host key: %w", err)
	}
	signer, err = gossh.ParsePrivateKey(content)
	if err != nil {
		return nil, false, fmt.Errorf("the host key: %s: %w", file, err)
	}
	return signer, created, nil
}

// private returns an error if others than its owner can read a file.
func private(file string) error {
	info, err := os.Stat(file)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		err = fmt.Errorf("%s can be read by others: chmod 600 it", file)
	}
	return err
}

// newHostKey makes a key, and writes it to a file that is not there yet. The file is there as a whole or not at all.
func newHostKey(file string) ([]byte, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := gossh.MarshalPrivateKey(key, "sockeye serve")
	if err != nil {
		return nil, err
	}
	content := pem.EncodeToMemory(block)
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	temporary, err := os.CreateTemp(dir, ".host_key-*") // with 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(content)
	if err = errors.Join(err, temporary.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temporary.Name(), file); errors.Is(err, fs.ErrExist) {
		return nil, err
	} else if err != nil { // a file system without links
		err = os.Rename(temporary.Name(), file)
		return content, err
	}
	return content, nil
}
