package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// SocketFile is where the socket of a server is for who is on the same machine: in the runtime directory of the user, or where there is none
// in a folder of his own for temporary files.
func SocketFile() string {
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return filepath.Join(os.TempDir(), "sockeye-"+strconv.Itoa(os.Getuid()), "serve.sock")
	}
	return filepath.Join(dir, "sockeye", "serve.sock")
}

// ListenLocal listens on a socket of this machine, which its owner alone may connect to; "" is [SocketFile]. What an earlier
// server has left behind is removed. The error says that another server listens there.
func ListenLocal(file string) (net.Listener, error) {
	if file == "" {
		file = SocketFile()
		if err := ownFolder(filepath.Dir(file)); err != nil {
			return nil, err
		}
	}
	listener, err := listenPrivate(file)
	if errors.Is(err, syscall.EADDRINUSE) {
		if conn, err := net.DialTimeout("unix", file, time.Second); err == nil {
			conn.Close()
			return nil, fmt.Errorf("another server listens on %s: --socket FILE chooses another place", file)
		}
		if info, err := os.Lstat(file); err != nil || info.Mode()&fs.ModeSocket == 0 {
			return nil, fmt.Errorf("%s is no socket", file)
		}
		_ = os.Remove(file)
		listener, err = listenPrivate(file)
	}
	if err != nil {
		return nil, err
	}
	return listener, nil
}

// listenPrivate listens on a socket with the mode 0600.
func listenPrivate(file string) (net.Listener, error) {
	listener, err := net.Listen("unix", file)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(file, 0o600); err != nil {
		listener.Close()
		return nil, err
	}
	return listener, nil
}

// ownFolder makes a folder in which no other user can do anything, or returns why it is none.
func ownFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir() || !isOwn(info):
		return fmt.Errorf("%s is not a folder of yours", dir)
	}
	return private(dir)
}

// Fingerprint is how people compare the key of a host.
func Fingerprint(signer gossh.Signer) string { return gossh.FingerprintSHA256(signer.PublicKey()) }

// FindKeys reads the keys of the file that is named, or of the usual one if it is there; nil if there are none.
func FindKeys(named, usual string) (*Keys, error) {
	file, err := findKeys(named, usual)
	if err != nil || file == "" {
		return nil, err
	}
	return NewKeys(file)
}
