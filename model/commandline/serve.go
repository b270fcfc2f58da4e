package commandline

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"sockeye/feed/preset"
	"sockeye/model/config"
	"sockeye/model/serve"
	"sockeye/widgets/text"
)

// serveOptions are the flags of a server.
type serveOptions struct {
	listen, keys, socket string
	status               bool
}

// serveCommand is the command line of a server of screens.
func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve [PRESET | ws://URL | wss://URL]...",
		Short: "Serve screens over SSH, on feeds that all share",
		Long: "Serve a screen to each operator who logs in by SSH, on one connection for each feed. Who may log in is in a file of keys; without\n" +
			"one, the server listens on the loopback interface only. `sockeye attach` is a screen of it on the same machine.\n" +
			"SIGHUP reads the configuration and the keys again; SIGTERM ends all sessions.",
		Example:           "  sockeye serve kraken kraken-trade\n  ssh -p 2323 127.0.0.1\n  ssh -p 2323 127.0.0.1 tail kraken --count 5\n  sockeye serve --listen :2323 --keys ~/.config/sockeye/authorized_keys",
		ValidArgsFunction: a.complete,
		RunE: func(c *cobra.Command, args []string) error {
			if o.status {
				if len(args) > 0 {
					return errors.New("--status has no arguments")
				}
				return a.attach(&o, []string{"status"})
			}
			return a.serveScreens(args, &o)
		},
	}
	c.Flags().StringVar(&o.listen, "listen", "", "`ADDRESS` to listen on (default: that of the configuration, 127.0.0.1:2323)")
	c.Flags().StringVar(&o.keys, "keys", "", "`FILE` of those who may log in, as authorized_keys of OpenSSH (default: that of the configuration, then authorized_keys in the folder of the configuration)")
	c.Flags().StringVar(&o.socket, "socket", "", "`FILE` of the socket for sockeye attach (default: in the runtime directory)")
	c.Flags().BoolVar(&o.status, "status", false, "say which sessions and feeds a running server has")
	a.recorded.flag(c.Flags())
	a.overrides.PresetFlags(c.Flags())
	a.overrides.AddressFlags(c.Flags())
	return c
}

// serveScreens serves screens until a signal comes.
func (a *app) serveScreens(names []string, o *serveOptions) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	listen, keysFile := c.Serve.Listen, c.Serve.Keys
	if o.listen != "" {
		listen = o.listen
	}
	if o.keys != "" {
		keysFile = o.keys
	}
	log := func(line string) { fmt.Fprintln(os.Stderr, "sockeye:", text.SanitizeLines(line)) }
	options := serve.Options{
		Owner: owner(), EventLog: eventLog(), Learned: learnedFolder(), Version: version(), Log: log,
		Load: func() (*serve.Config, error) { return a.serveConfig(names) },
	}
	if options.Keys, err = serve.FindKeys(keysFile, config.KeysFile()); err != nil {
		return err
	}
	if options.Keys == nil && !loopback(listen) {
		return fmt.Errorf("--listen %s: without a file of keys only the loopback interface is listened on: write keys as of ssh into %s, or name a file with --keys", listen, config.KeysFile())
	}
	dir := config.ServeDir()
	if dir == "" {
		return errors.New("there is no home directory for the host key: set XDG_STATE_HOME")
	}
	signer, created, err := serve.HostKey(filepath.Join(dir, "host_key"))
	if err != nil {
		return failure{err}
	}
	options.HostKey, options.Audit = signer, filepath.Join(dir, "audit.ndjson")
	// Before the address is printed: who reads it may send a signal at once.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	hangups, reload := make(chan os.Signal, 1), make(chan struct{}, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	go func() {
		for range hangups {
			select {
			case reload <- struct{}{}:
			default:
			}
		}
	}()
	if options.Listener, err = net.Listen("tcp", listen); err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			err = fmt.Errorf("%w: --listen ADDRESS chooses another one", err)
		}
		return failure{err}
	}
	if options.Local, err = serve.ListenLocal(o.socket); err != nil {
		options.Listener.Close()
		return failure{err}
	}
	server, err := serve.New(options)
	if err != nil {
		options.Listener.Close()
		options.Local.Close()
		return err
	}
	a.started()
	serve.LimitGarbage()
	listener := options.Listener.Addr().String()
	if created {
		log("the host key was made: " + filepath.Join(dir, "host_key"))
	}
	log(fmt.Sprintf("the host key is %s", serve.Fingerprint(signer)))
	if options.Keys == nil {
		log("there is no file of keys: everybody on this machine may log in")
	} else {
		log(fmt.Sprintf("%d keys may log in", options.Keys.Count()))
	}
	log(fmt.Sprintf("serving on %s: %s", listener, sshTo(listener)))
	if err := server.Run(ctx, reload); err != nil {
		return failure{err}
	}
	return nil
}

// serveConfig is what the configuration in force says to a server of some feeds.
func (a *app) serveConfig(names []string) (*serve.Config, error) {
	c, err := a.load()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		names = c.Open
	}
	bound, err := c.Bind(names, a.overrides, a.environment())
	if err != nil {
		return nil, err
	}
	keys := configuredKeys(c)
	return &serve.Config{
		Presets: bound, Commands: c.UI.Commands, Record: a.recorded.folder(c), RecordAll: a.recorded.into != "", History: c.UI.History,
		MaxSessions: c.Serve.MaxSessions, Idle: c.Serve.Idle, Allow: c.Serve.Allow,
		Settings: func(getenv func(string) string) serve.Settings { return a.settingsFor(c, keys, getenv) },
		Bind: func(name string) (*preset.Bound, error) {
			b, err := c.Bind([]string{name}, config.Overrides{}, a.environment())
			if err != nil {
				return nil, err
			}
			return b[0], nil
		},
	}, nil
}

// loopback reports whether an address to listen on can be reached from this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// owner is the name of the user who runs the program.
func owner() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "local"
}

// sshTo returns the command that logs in to a server that listens on an address. One that listens on all of them has the name of its
// machine.
func sshTo(listener string) string {
	host, port, _ := net.SplitHostPort(listener)
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "HOST"
		if name, err := os.Hostname(); err == nil {
			host = name
		}
	}
	return fmt.Sprintf("ssh -p %s %s", port, host)
}
