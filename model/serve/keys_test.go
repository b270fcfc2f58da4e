package serve

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// keysOf are the keys of a file with some lines.
func keysOf(t *testing.T, lines ...string) (*Keys, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return NewKeys(file)
}

func TestOptionsOfAKeySayWhatItsOperatorMayDo(t *testing.T) {
	key, line := newKey(t, `read-only,feeds="kraken,okx-*",from="10.0.0.0/8,!10.1.0.0/16,192.168.1.*",no-port-forwarding`, "alice@host")
	old, oldLine := newKey(t, `expiry-time="20200101"`, "old")
	plain, plainLine := newKey(t, "", "")
	k, err := keysOf(t, "# those who may log in", "", line, oldLine, plainLine)
	if err != nil {
		t.Fatal(err)
	}
	o := k.Find(key.PublicKey())
	if o == nil || o.Name != "alice@host" || !o.ReadOnly || k.Count() != 3 {
		t.Fatalf("%+v", o)
	}
	for feed, may := range map[string]bool{"kraken": true, "okx-trades": true, "demo": false, "krakens": false, "wss://kraken": false} {
		if o.MayOpen(feed) != may {
			t.Errorf("feed %s: %v", feed, !may)
		}
	}
	for address, may := range map[string]bool{"10.2.3.4": true, "10.1.2.3": false, "192.168.1.7": true, "192.168.2.7": false, "::ffff:10.2.3.4": true, "::1": false} {
		if o.comesFrom(netip.MustParseAddr(address)) != may {
			t.Errorf("from %s: %v", address, !may)
		}
	}
	if k.Find(old.PublicKey()) != nil {
		t.Error("a key that has expired is valid")
	}
	if o := k.Find(plain.PublicKey()); o == nil || o.Name != gossh.FingerprintSHA256(plain.PublicKey()) || o.ReadOnly || !o.MayOpen("demo") {
		t.Errorf("a key without options and comment: %+v", o)
	}
}

func TestAFileOfKeysThatMayMeanSomethingElseIsRefused(t *testing.T) {
	_, line := newKey(t, "", "alice")
	for text, want := range map[string]string{
		"ssh-ed25519 AAAA alice":             ":1: ",
		`command="ls" ` + line:               ":1: the option command is not known",
		"cert-authority " + line:             "the option cert-authority is not known",
		`feeds="" ` + line:                   "names and wildcards",
		`feeds="[" ` + line:                  "names and wildcards",
		`expiry-time="soon" ` + line:         "YYYYMMDD",
		line + "\n" + line:                   ":2: this key is in the file twice",
		"# " + strings.Repeat("x", 1<<20+10): "more than 1 MiB",
	} {
		if _, err := keysOf(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	if _, err := NewKeys(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there has keys")
	}
	if _, err := NewKeys(t.TempDir()); err == nil {
		t.Error("a folder has keys")
	}
}

// TestKeysStayWhereTheFileIsWrong, or is not there, when it is read again.
func TestKeysStayWhereTheFileIsWrong(t *testing.T) {
	key, line := newKey(t, "", "alice")
	k, err := keysOf(t, line)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.file, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if k.Reload() == nil || k.Find(key.PublicKey()) == nil {
		t.Error("the keys are gone")
	}
	if err := os.WriteFile(k.file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if k.Reload() != nil || k.Find(key.PublicKey()) != nil {
		t.Error("a key is valid that is not in the file any more")
	}
}

func TestAddressesPayForFailedLogIns(t *testing.T) {
	var p penalties
	now := time.Now()
	one, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for range failuresAllowed {
		p.fail(one, now)
	}
	if p.refuses(one, now) {
		t.Error("too few have failed")
	}
	p.fail(one, now)
	if !p.refuses(one, now) || p.refuses(other, now) {
		t.Error("an address is refused that others have failed from, or not the one that has")
	}
	if p.refuses(one, now.Add(penaltyTime)) {
		t.Error("after a second another one may be tried")
	}
	first, second := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	for range failuresAllowed + 1 {
		p.fail(first, now)
	}
	if !p.refuses(second, now) {
		t.Error("a client of IPv6 has another address each time")
	}
	for i := range 3 * mostAddresses {
		p.fail(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), now)
	}
	if len(p.until) > mostAddresses {
		t.Errorf("%d addresses are kept", len(p.until))
	}
}

func TestTheHostKeyIsMadeOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state", "host_key")
	first, created, err := HostKey(file)
	if err != nil || !created {
		t.Fatal(created, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 && os.PathSeparator == '/' {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	second, created, err := HostKey(file)
	if err != nil || created || Fingerprint(first) != Fingerprint(second) {
		t.Error("it is another one the second time", created, err)
	}
}

func TestAHostKeyThatCannotBeReadIsSaid(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "host_key")
	if err := os.WriteFile(file, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HostKey(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("%v", err)
	}
	if os.PathSeparator == '/' {
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := HostKey(file); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%v", err)
		}
	}
	if _, _, err := HostKey(dir); err == nil {
		t.Error("a folder is a host key")
	}
	if _, _, err := HostKey(filepath.Join(file, "below")); err == nil {
		t.Error("a key was written below a file")
	}
}
