package config

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"sockeye/feed/demo"
	"sockeye/feed/preset"
	"sockeye/feed/preset/yamldoc"

	"github.com/spf13/pflag"
)

// Overrides are what a command line changes of the feeds that it names.
type Overrides struct {
	Params  []string // NAME=VALUE, of presets
	Symbols string   // A,B of presets

	// These are for addresses: a preset says them itself.
	Headers      []string // NAME: VALUE
	Subprotocols []string
	TLS          preset.TLS
}

// PresetFlags adds the flags about presets.
func (o *Overrides) PresetFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&o.Params, "param", "p", nil, "set a preset's param, `NAME=VALUE`; repeatable")
	flags.StringVar(&o.Symbols, "symbols", "", "subscribe to these instead of the preset's own, `A,B`")
}

// AddressFlags adds the flags about addresses.
func (o *Overrides) AddressFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&o.Headers, "header", "H", nil, "send a header to an address without a preset, `'NAME: VALUE'`; ${secret:VAR}, ${secret:@FILE} and\n${env:VAR} in it are read from the environment or a file; repeatable")
	flags.StringVar(&o.TLS.CA, "ca", "", "trust the authorities in this `FILE` (PEM) for a wss:// address without a preset, instead of the system's")
	flags.BoolVar(&o.TLS.Insecure, "insecure", false, "verify no certificate of a wss:// address without a preset; the screen says so")
	flags.StringSliceVar(&o.Subprotocols, "subprotocol", nil, "offer these `SUBPROTOCOLS` to an address without a preset")
}

// params returns what replaces params of presets.
func (o *Overrides) params() (overrides []preset.Override, err error) {
	for _, text := range o.Params {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("-p %s: it is NAME=VALUE, for example -p interval=1", text)
		}
		overrides = append(overrides, preset.Override{Name: name, Text: value})
	}
	if o.Symbols != "" {
		overrides = append(overrides, preset.Override{Name: "symbols", Text: o.Symbols})
	}
	return overrides, nil
}

// Environment is where presets find what they do not say themselves: variables, files, and the demo exchange, which is started
// when it is first asked for.
func (l *Loader) Environment(exchange func() (*demo.Exchange, error)) preset.Env {
	return preset.Env{
		LookupEnv: os.LookupEnv,
		ReadFile:  l.Files.Read,
		Demo: func() (string, error) {
			x, err := exchange()
			if err != nil {
				return "", err
			}
			return x.URL(), nil
		},
	}
}

// Bind makes presets and addresses ready to run, one for each name. A param is replaced in every preset that has it. What the
// demo exchange does not understand of its address is an error.
func (c *Config) Bind(names []string, o Overrides, env preset.Env) ([]*preset.Bound, error) {
	overrides, err := o.params()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(names, isAddress) && (len(o.Headers)+len(o.Subprotocols) > 0 || o.TLS != (preset.TLS{})) {
		return nil, errors.New("-H, --subprotocol, --ca and --insecure are for an address without a preset: a preset has `headers`, `subprotocols` and `tls`")
	}
	exchange := "" // the address of the demo exchange, once a preset has asked for it
	if start := env.Demo; start != nil {
		env.Demo = func() (address string, err error) {
			exchange, err = start()
			return exchange, err
		}
	}
	var bound []*preset.Bound
	for _, name := range names {
		var b *preset.Bound
		if isAddress(name) {
			b, err = preset.BindAddress(name, env, o.Headers, o.Subprotocols, o.TLS)
		} else if p, ok := c.Presets.Find(name); ok {
			b, err = p.Bind(env, slices.DeleteFunc(slices.Clone(overrides), func(o preset.Override) bool { return !hasParam(p, o.Name) }))
		} else {
			err = c.unknownPreset(name)
		}
		if err != nil {
			return nil, err
		}
		if exchange != "" && strings.HasPrefix(b.URL, exchange) {
			if err := demo.Check(b.URL); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		if len(c.Quiet) > 0 {
			p := *b.Preset
			p.Quiet, b.Preset = slices.Concat(p.Quiet, c.Quiet), &p
		}
		bound = append(bound, b)
	}
	for _, o := range overrides {
		if !slices.ContainsFunc(names, func(name string) bool { p, ok := c.Presets.Find(name); return ok && hasParam(p, o.Name) }) {
			return nil, c.unknownParam(names, o.Name)
		}
	}
	return bound, nil
}

// BindPreset makes a preset ready to run, as it is in the configuration.
func (c *Config) BindPreset(name string, env preset.Env) (*preset.Bound, error) {
	if _, ok := c.Presets.Find(name); !ok {
		return nil, c.unknownPreset(name)
	}
	bound, err := c.Bind([]string{name}, Overrides{}, env)
	if err != nil {
		return nil, err
	}
	return bound[0], nil
}

func isAddress(name string) bool {
	u, err := url.Parse(name)
	return err == nil && u.Host != "" || strings.Contains(name, "://")
}

func hasParam(p *preset.Preset, name string) bool {
	return slices.ContainsFunc(p.Params, func(param preset.Param) bool { return param.Name == name })
}

// unknownPreset says that there is no preset of that name, and what may have been meant.
func (c *Config) unknownPreset(name string) error {
	if slices.Contains(c.reserved, name) {
		return fmt.Errorf("no command %s yet: the word is kept for a later version, and no preset has it as its name", name)
	}
	if near, ok := yamldoc.Nearest(name, c.Presets.Names()); ok {
		return fmt.Errorf("no preset %s, did you mean %s? `sockeye presets` lists them", name, near)
	}
	if near, ok := yamldoc.Nearest(name, c.reserved); ok {
		return fmt.Errorf("no preset %s, did you mean the command %s? `sockeye --help` lists them", name, near)
	}
	return fmt.Errorf("no preset %s: `sockeye presets` lists them, and an address begins with ws:// or wss://", name)
}

// unknownParam says that none of the feeds has a param of that name, and what may have been meant.
func (c *Config) unknownParam(names []string, name string) error {
	var params []string
	for _, n := range names {
		if p, ok := c.Presets.Find(n); ok {
			for _, param := range p.Params {
				params = append(params, param.Name)
			}
		}
	}
	feeds := strings.Join(names, ", ")
	if near, ok := yamldoc.Nearest(name, params); ok {
		return fmt.Errorf("%s has no param %s, did you mean %s?", feeds, name, near)
	}
	if len(params) == 0 {
		return fmt.Errorf("%s has no params, so no %s", feeds, name)
	}
	return fmt.Errorf("%s has no param %s, only %s", feeds, name, strings.Join(params, ", "))
}
