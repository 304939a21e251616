"""Service requests 报事: repair, complaint, inquiry, suggestion, praise, from the call to the follow-up.

The desk reports and dispatches them, a worker carries out the work order, the desk notes the slip's return, calls
back and closes. States: received, assigned, in progress, on hold, completed, closed, reopened, cancelled,
duplicate. `model.Request` holds the state machine, `service.RequestService` the moves, `ledger` the import.
"""
