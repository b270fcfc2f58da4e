package serve

import (
	"net/netip"
	"sync"
	"time"
)

// After failuresAllowed failed log-ins from one address, another one is let try in each penaltyTime, whoever makes it; and after
// very many, none for failuresAllowed times as long.
const (
	failuresAllowed = 10
	penaltyTime     = time.Second
	mostAddresses   = 4096 // of which failures are kept
)

// penalties are the addresses from which log-ins have failed. Each failed one costs penaltyTime, of which an address may have failuresAllowed
// before the next one is refused. Its methods may be called by any goroutine.
type penalties struct {
	mu    sync.Mutex
	until map[netip.Addr]time.Time // when all that an address has to pay is over
}

// fail notes that a log-in has failed.
func (p *penalties) fail(address netip.Addr, now time.Time) {
	address = network(address)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until == nil {
		p.until = make(map[netip.Addr]time.Time)
	}
	until := p.until[address]
	if until.Before(now) {
		until = now
		if len(p.until) >= mostAddresses {
			p.expire(now)
		}
	}
	if most := now.Add(2 * failuresAllowed * penaltyTime); until.Before(most) {
		until = until.Add(penaltyTime)
	}
	p.until[address] = until
}

// expire removes addresses that have nothing to pay any more; if all have, any of them.
func (p *penalties) expire(now time.Time) {
	for address, until := range p.until {
		if until.Before(now) {
			delete(p.until, address)
		}
	}
	for address := range p.until {
		if len(p.until) < mostAddresses {
			return
		}
		delete(p.until, address)
	}
}

// refuses reports whether a connection from an address is to be closed before it costs anything.
func (p *penalties) refuses(address netip.Addr, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until[network(address)].Sub(now) > failuresAllowed*penaltyTime
}

// network is what one client can have of the addresses of IPv6.
func network(address netip.Addr) netip.Addr {
	address = address.Unmap()
	if !address.Is6() {
		return address
	}
	prefix, err := address.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.Addr()
}
