package serve

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// configured is who wants what the configuration says.
const configured = ""

// wants are who wants which symbols of a feed. A symbol is subscribed while an operator or the configuration wants it. Its methods may be called by any
// goroutine.
type wants struct {
	mu sync.Mutex
	by map[string][]string // operators, and configured, by symbol; none is empty
}

// newWants returns the wants of the configuration.
func newWants(symbols []string) *wants {
	w := &wants{by: make(map[string][]string)}
	w.add(configured, symbols)
	return w
}

// add notes that an operator wants symbols, and returns those that the operator did not want before.
func (w *wants) add(who string, symbols []string) (added []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, symbol := range symbols {
		if !slices.Contains(w.by[symbol], who) {
			w.by[symbol] = append(w.by[symbol], who)
			added = append(added, symbol)
		}
	}
	return added
}

// copy adds what operators want by other wants, and returns the symbols.
func (w *wants) copy(from *wants) (symbols []string) {
	from.mu.Lock()
	defer from.mu.Unlock()
	for symbol, by := range from.by {
		for _, who := range by {
			if who != configured {
				w.add(who, []string{symbol})
				symbols = append(symbols, symbol)
			}
		}
	}
	slices.Sort(symbols)
	return slices.Compact(symbols)
}

// remove ends the wants of an operator, and returns the symbols that are wanted no more.
func (w *wants) remove(who string, symbols []string) (unwanted []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, symbol := range symbols {
		if w.end(who, symbol) {
			unwanted = append(unwanted, symbol)
		}
	}
	return unwanted
}

// removeAll ends all wants of an operator, and returns the symbols that are wanted no more.
func (w *wants) removeAll(who string) (unwanted []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for symbol := range w.by {
		if w.end(who, symbol) {
			unwanted = append(unwanted, symbol)
		}
	}
	slices.Sort(unwanted)
	return unwanted
}

// end ends one want, and reports whether it was the last one. mu is held.
func (w *wants) end(who, symbol string) (last bool) {
	before := w.by[symbol]
	after := slices.DeleteFunc(before, func(o string) bool { return o == who })
	if len(after) > 0 {
		w.by[symbol] = after
		return false
	}
	delete(w.by, symbol)
	return len(before) > 0
}

// released is what has become of wants that an operator has given up.
type released struct {
	unwanted   []string // symbols that are wanted no more, or that no operator was known to want
	configured []string // those of them that the configuration wanted
	err        error    // says which ones others want
}

// release gives symbols up for an operator: what he wants himself, else what the configuration does. What only others want
// stays.
func (w *wants) release(who string, symbols []string) (r released) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var stays []string
	for _, symbol := range symbols {
		by := w.by[symbol]
		switch {
		case len(by) == 0: // the feed says what is wrong with it
			r.unwanted = append(r.unwanted, symbol)
		case slices.Contains(by, who):
			if w.end(who, symbol) {
				r.unwanted = append(r.unwanted, symbol)
			}
		case slices.Contains(by, configured):
			r.configured = append(r.configured, symbol)
			if w.end(configured, symbol) {
				r.unwanted = append(r.unwanted, symbol)
			}
		default:
			stays = append(stays, symbol+" ("+strings.Join(by, ", ")+")")
		}
	}
	if len(stays) > 0 {
		r.err = errors.New("wanted by others, and not by you: " + strings.Join(stays, ", "))
	}
	return r
}

// has reports whether an operator wants a symbol.
func (w *wants) has(who, symbol string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.by[symbol], who)
}

// others says who else wants a symbol that is wanted by who, or by an unknown operator; "" if no other does.
func (w *wants) others(who, symbol string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var names []string
	for _, by := range w.by[symbol] {
		switch by {
		case who:
		case configured:
			names = append(names, "config")
		default:
			names = append(names, by)
		}
	}
	const most = 2
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s +%d", strings.Join(names[:most], " "), more)
	}
	return strings.Join(names, " ")
}
