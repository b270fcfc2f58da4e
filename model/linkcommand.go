package model

import (
	"errors"
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"sockeye/model/config"
)

// commandFPS sets the pace of the data.
func (m *Model) commandFPS(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how often? :fps auto, or a number of times a second, such as :fps 5")
	}
	fps := 0
	if args[0] != "auto" {
		n, err := strconv.Atoi(args[0])
		if err != nil || n < 1 || n > config.MaxFPS {
			return nil, errors.New(args[0] + " is no pace: it is auto, or a whole number from 1 to " + strconv.Itoa(config.MaxFPS))
		}
		fps = n
	}
	m.setFPS(fps)
	return nil, nil
}

// setFPS sets how often data is shown, in times a second; 0: as often as the link allows.
func (m *Model) setFPS(fps int) {
	m.renders.flow.SetFPS(fps)
}

// commandLink says how many bytes a second the link carries.
func (m *Model) commandLink(args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errors.New("how much does it carry? :link auto, or bytes a second, such as :link 1KiB/s")
	}
	rate, err := config.ParseLink(args[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	m.setLink(rate)
	return nil, nil
}

// setLink sets how many bytes a second the link carries; 0: it is measured.
func (m *Model) setLink(rate int) {
	m.renders.flow.SetRate(rate)
}
