"""Slip return (返单): the work orders that come back, a stack of them one after the other, without a mouse."""
