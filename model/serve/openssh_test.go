//go:build unix

package serve

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"sockeye/model/terminaltest"
)

// openSSH returns a client of OpenSSH with a key of its own, not started, and the line of the key.
func openSSH(t *testing.T, address *string) (ssh func(args ...string) *exec.Cmd, line string) {
	t.Helper()
	path, err := exec.LookPath("ssh")
	if err != nil {
		t.Skip("OpenSSH is not installed")
	}
	dir := t.TempDir()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := gossh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "key")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	line = strings.TrimSpace(string(gossh.MarshalAuthorizedKey(signer.PublicKey()))) + " openssh"
	return func(args ...string) *exec.Cmd {
		host, port, err := net.SplitHostPort(*address)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		t.Cleanup(cancel)
		options := []string{
			"-F", "none", "-i", file, "-p", port, "-l", "ops", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
			"-o", "UserKnownHostsFile=" + filepath.Join(dir, "known"), "-o", "LogLevel=ERROR", "-o", "SendEnv=LANG",
		}
		var before, after []string
		for i, arg := range args {
			if !strings.HasPrefix(arg, "-") {
				after = args[i:]
				break
			}
			before = append(before, arg)
		}
		c := exec.CommandContext(ctx, path, append(append(append(options, before...), host), after...)...)
		c.Env = append(os.Environ(), "LANG=C.UTF-8", "TERM=xterm-256color", "SSH_AUTH_SOCK=")
		return c
	}, line
}

func TestOpenSSHHasPipesWithTheirExitCodes(t *testing.T) {
	t.Parallel()
	var address string
	ssh, line := openSSH(t, &address)
	f := begin(t, demoConfig(t, "?rate=100"), []string{"demo"}, line)
	address = f.address
	for _, test := range []struct {
		args []string
		code int
		out  string
	}{
		{[]string{"tail", "demo", "--count", "5"}, 0, `"label"`},
		{[]string{"tail", "demo", "--label", "none", "--for", "100ms"}, 3, ""},
		{[]string{"probe", "demo"}, 0, "dial"},
		{[]string{"-A", "-X", "status"}, 0, "openssh"},
		{[]string{"demo"}, 2, ""},
		{nil, 2, ""},
		{[]string{"-s", "sftp"}, 255, ""},
	} {
		c := ssh(test.args...)
		out, err := c.Output()
		if code := c.ProcessState.ExitCode(); code != test.code || !bytes.Contains(out, []byte(test.out)) {
			t.Errorf("ssh %q: %d, %v\n%s", test.args, code, err, out)
		}
	}
	stranger, _ := openSSH(t, &address)
	c := stranger("status")
	if out, err := c.CombinedOutput(); err == nil || c.ProcessState.ExitCode() != 255 || !bytes.Contains(out, []byte("Permission denied")) {
		t.Errorf("a key that is not in the file: %v\n%s", err, out)
	}
}

func TestOpenSSHHasAScreen(t *testing.T) {
	t.Parallel()
	var address string
	ssh, line := openSSH(t, &address)
	f := begin(t, demoConfig(t, "?rate=50"), []string{"demo"}, line)
	address = f.address
	o := terminaltest.Start(t, ssh("-tt", "demo"), terminaltest.Terminal{Columns: 100, Rows: 30})
	o.Sees(`\[1 demo OPEN\]`, `╭ WATCHLIST`, `XBT/USD`)
	o.Resize(80, 20)
	o.Sees(`(?m)^.{80}$`, `\[1 demo OPEN\]`)
	o.Types("p")
	o.Sees("FROZEN")
	f.stop()
	o.Sees("the server was stopped")
	o.Gone(1)
	select {
	case <-f.ended:
	case <-time.After(patience):
		t.Fatal("the server does not end")
	}
	if changed := o.Changed(); len(changed) > 0 {
		t.Errorf("the terminal is left with %v", changed)
	}
}
