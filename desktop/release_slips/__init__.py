"""Release slips 放行条: what may leave with which vehicle, issued by the desk, used up at the gate."""
