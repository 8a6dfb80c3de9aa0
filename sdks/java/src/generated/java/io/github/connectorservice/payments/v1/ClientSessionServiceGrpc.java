package io.github.connectorservice.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Opens sessions for the customer's side.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ClientSessionServiceGrpc {

  private ClientSessionServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "payments.v1.ClientSessionService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.CreateClientSessionRequest,
      io.github.connectorservice.payments.v1.CreateClientSessionResponse> getCreateClientSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateClientSession",
      requestType = io.github.connectorservice.payments.v1.CreateClientSessionRequest.class,
      responseType = io.github.connectorservice.payments.v1.CreateClientSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.CreateClientSessionRequest,
      io.github.connectorservice.payments.v1.CreateClientSessionResponse> getCreateClientSessionMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.CreateClientSessionRequest, io.github.connectorservice.payments.v1.CreateClientSessionResponse> getCreateClientSessionMethod;
    if ((getCreateClientSessionMethod = ClientSessionServiceGrpc.getCreateClientSessionMethod) == null) {
      synchronized (ClientSessionServiceGrpc.class) {
        if ((getCreateClientSessionMethod = ClientSessionServiceGrpc.getCreateClientSessionMethod) == null) {
          ClientSessionServiceGrpc.getCreateClientSessionMethod = getCreateClientSessionMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.CreateClientSessionRequest, io.github.connectorservice.payments.v1.CreateClientSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateClientSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.CreateClientSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.CreateClientSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ClientSessionServiceMethodDescriptorSupplier("CreateClientSession"))
              .build();
        }
      }
    }
    return getCreateClientSessionMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ClientSessionServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceStub>() {
        @java.lang.Override
        public ClientSessionServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ClientSessionServiceStub(channel, callOptions);
        }
      };
    return ClientSessionServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ClientSessionServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceBlockingV2Stub>() {
        @java.lang.Override
        public ClientSessionServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ClientSessionServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ClientSessionServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ClientSessionServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceBlockingStub>() {
        @java.lang.Override
        public ClientSessionServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ClientSessionServiceBlockingStub(channel, callOptions);
        }
      };
    return ClientSessionServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ClientSessionServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ClientSessionServiceFutureStub>() {
        @java.lang.Override
        public ClientSessionServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ClientSessionServiceFutureStub(channel, callOptions);
        }
      };
    return ClientSessionServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Opens sessions for the customer's side.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Opens one.
     * </pre>
     */
    default void createClientSession(io.github.connectorservice.payments.v1.CreateClientSessionRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.CreateClientSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateClientSessionMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ClientSessionService.
   * <pre>
   * Opens sessions for the customer's side.
   * </pre>
   */
  public static abstract class ClientSessionServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ClientSessionServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ClientSessionService.
   * <pre>
   * Opens sessions for the customer's side.
   * </pre>
   */
  public static final class ClientSessionServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ClientSessionServiceStub> {
    private ClientSessionServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ClientSessionServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ClientSessionServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens one.
     * </pre>
     */
    public void createClientSession(io.github.connectorservice.payments.v1.CreateClientSessionRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.CreateClientSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateClientSessionMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ClientSessionService.
   * <pre>
   * Opens sessions for the customer's side.
   * </pre>
   */
  public static final class ClientSessionServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ClientSessionServiceBlockingV2Stub> {
    private ClientSessionServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ClientSessionServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ClientSessionServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens one.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.CreateClientSessionResponse createClientSession(io.github.connectorservice.payments.v1.CreateClientSessionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateClientSessionMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ClientSessionService.
   * <pre>
   * Opens sessions for the customer's side.
   * </pre>
   */
  public static final class ClientSessionServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ClientSessionServiceBlockingStub> {
    private ClientSessionServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ClientSessionServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ClientSessionServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens one.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.CreateClientSessionResponse createClientSession(io.github.connectorservice.payments.v1.CreateClientSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateClientSessionMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ClientSessionService.
   * <pre>
   * Opens sessions for the customer's side.
   * </pre>
   */
  public static final class ClientSessionServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ClientSessionServiceFutureStub> {
    private ClientSessionServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ClientSessionServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ClientSessionServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.CreateClientSessionResponse> createClientSession(
        io.github.connectorservice.payments.v1.CreateClientSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateClientSessionMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_CLIENT_SESSION = 0;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_CLIENT_SESSION:
          serviceImpl.createClientSession((io.github.connectorservice.payments.v1.CreateClientSessionRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.CreateClientSessionResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateClientSessionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.CreateClientSessionRequest,
              io.github.connectorservice.payments.v1.CreateClientSessionResponse>(
                service, METHODID_CREATE_CLIENT_SESSION)))
        .build();
  }

  private static abstract class ClientSessionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ClientSessionServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.connectorservice.payments.v1.SessionProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ClientSessionService");
    }
  }

  private static final class ClientSessionServiceFileDescriptorSupplier
      extends ClientSessionServiceBaseDescriptorSupplier {
    ClientSessionServiceFileDescriptorSupplier() {}
  }

  private static final class ClientSessionServiceMethodDescriptorSupplier
      extends ClientSessionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ClientSessionServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (ClientSessionServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ClientSessionServiceFileDescriptorSupplier())
              .addMethod(getCreateClientSessionMethod())
              .build();
        }
      }
    }
    return result;
  }
}
