package config

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sockeye/feed/preset/yamldoc"
)

// Serve is what a server of screens is run with.
type Serve struct {
	Listen      string        // address
	Keys        string        // file of those who may log in; "": the one in the folder of the configuration, if it is there
	MaxSessions int           // at the same time
	Idle        time.Duration // ends a session in which nothing was typed for so long; 0: none
	Allow       []string      // what operators may do on the machine of the server, of serveAllows
}

// What operators can be allowed to do on the machine of a server.
var serveAllows = []string{"write", "run", "open-url", "record"}

const (
	defaultListen   = "127.0.0.1:2323"
	defaultSessions = 1000
	mostSessions    = 100_000
)

// defaultServe is `serve` where no file says it.
func defaultServe() Serve { return Serve{Listen: defaultListen, MaxSessions: defaultSessions} }

// KeysFile is where the keys of a server are looked for if no file is named; "" if there is no such place.
func KeysFile() string { return under(base("XDG_CONFIG_HOME", ".config"), "authorized_keys") }

// ServeDir is the folder of what a server keeps between runs; "" if there is no such place.
func ServeDir() string { return under(StateDir(), "serve") }

// readServe reads `serve`. Only what the file says is in the result.
func readServe(s *yamldoc.Source, n *yamldoc.Node) (out []setting) {
	f := s.Fields(n, "serve")
	set := func(name, text string, apply func(*Serve)) {
		out = append(out, setting{section: "serve", name: name, text: text, from: s.Name, apply: func(c *Config) { apply(&c.Serve) }})
	}
	listen, keys, sessions, idle := "", "", 0, time.Duration(0)
	f.NonEmpty("listen", &listen)
	f.NonEmpty("keys", &keys)
	f.CountTo("max_sessions", mostSessions, &sessions)
	if listen != "" {
		set("listen", yamldoc.QuoteScalar(listen), func(v *Serve) { v.Listen = listen })
	}
	if keys != "" {
		path, ok := absolute(keys)
		if !ok {
			s.Report(f.Get("keys").Line, f.Get("keys").Column, "", "`keys` must begin with / or ~/")
		}
		set("keys", yamldoc.QuoteScalar(keys), func(v *Serve) { v.Keys = path })
	}
	if sessions > 0 {
		set("max_sessions", strconv.Itoa(sessions), func(v *Serve) { v.MaxSessions = sessions })
	}
	if n := f.Get("idle"); n != nil {
		if n.Text != "off" {
			f.Duration("idle", &idle)
		}
		set("idle", n.Text, func(v *Serve) { v.Idle = idle })
	}
	if n := f.Get("allow"); n != nil {
		var allow []string
		for _, item := range f.List("allow", "a list of words") {
			word, ok := s.TextOf(item, "`allow`")
			if ok && !slices.Contains(serveAllows, word) {
				s.Report(item.Line, item.Column, yamldoc.Hint(word, serveAllows, ""), "`allow` is a list of %s", yamldoc.QuoteAll(serveAllows))
			}
			allow = append(allow, word)
		}
		set("allow", "["+strings.Join(allow, ", ")+"]", func(v *Serve) { v.Allow = allow })
	}
	f.Done()
	return out
}
